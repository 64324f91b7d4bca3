package dev.ziggurat.guardrails;

/**
 * A text that a verdict is asked for.
 *
 * @param role who says it: {@code system}, {@code user}, {@code assistant} or {@code tool}
 */
public record JudgedText(String role, String text) {

  /** Its size in characters. */
  public int length() {
    return text.length();
  }
}
