package dev.ziggurat.guardrails;

/**
 * Checks and masks a text that comes in parts. The parts that it returns make the same text however
 * the text was divided.
 */
public interface TextStream {

  /**
   * Takes a part, and returns what may leave; may be empty.
   *
   * @throws GuardrailRefused if the text is refused
   */
  String push(String part);

  /**
   * Returns the rest. The next part begins another text.
   *
   * @throws GuardrailRefused if the text is refused
   */
  String end();

  /** Checks and masks a whole text. */
  default String whole(String text) {
    return push(text) + end();
  }
}
