package dev.ziggurat.guardrails;

/** A guardrail refused a request or an answer. Its message never has the text that was found. */
public final class GuardrailRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String guardrail;

  /**
   * @param guardrail the guardrail's name
   * @param reason why, as in {@code it contains an email address}
   */
  GuardrailRefused(String guardrail, CallSide side, String reason) {
    super(
        "The guardrail '%s' refused the %s: %s".formatted(guardrail, side.id(), reason),
        null,
        false,
        false);
    this.guardrail = guardrail;
  }

  /** The guardrail's name. */
  public String guardrail() {
    return guardrail;
  }
}
