package dev.ziggurat.guardrails;

import java.util.function.Consumer;

/** One guardrail, applied to the texts of a request or an answer. */
public final class TextMask {

  private final TextRule rule;
  private final int window;
  private final Consumer<Finding> found;

  TextMask(TextRule rule, int window, Consumer<Finding> found) {
    this.rule = rule;
    this.window = window;
    this.found = found;
  }

  /** Begins a text that comes in parts. */
  public TextStream text() {
    return new SlidingWindow(rule, window, found);
  }

  /**
   * Begins a JSON text that comes in parts, such as the arguments of a tool call. What is not JSON
   * is checked as any text.
   */
  public TextStream json() {
    return new Chained(new JsonTexts(text(), text()), text());
  }
}
