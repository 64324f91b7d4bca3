package dev.ziggurat.guardrails;

import java.util.List;

/** Asks for the verdicts of one call. */
public interface Judges {

  /**
   * Asks a webhook or a moderation model; blocks.
   *
   * @throws JudgeFailed if there is no verdict
   */
  Verdict verdict(Guardrail.OfVerdict guardrail, CallSide side, List<JudgedText> texts);

  /**
   * A verdict.
   *
   * @param refused whether the texts are refused
   * @param reason in a few words; may be empty
   */
  record Verdict(boolean refused, String reason) {}

  /** There is no verdict. */
  final class JudgeFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param reason without any part of the texts
     */
    public JudgeFailed(String reason) {
      super(reason, null, false, false);
    }
  }
}
