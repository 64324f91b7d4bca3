package dev.ziggurat.guardrails;

import java.util.Map;
import java.util.function.Consumer;

/** One guardrail, applied to the texts of a request or an answer. */
public final class TextMask {

  /** In characters; a secret that is longer is found nevertheless. */
  private static final int SECRETS_WINDOW = 256;

  private final TextRule rule;
  private final int window;
  private final Consumer<Finding> found;

  TextMask(TextRule rule, int window, Consumer<Finding> found) {
    this.rule = rule;
    this.window = window;
    this.found = found;
  }

  /** Replaces API keys, tokens and private keys. */
  public static TextMask ofSecrets() {
    return new TextMask(
        new SensitiveDataRule(Map.of(DataKind.SECRET, FindingAction.MASK)),
        SECRETS_WINDOW,
        _ -> {});
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
