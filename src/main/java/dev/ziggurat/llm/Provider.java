package dev.ziggurat.llm;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A provider of model calls, declared in the order in which the chain tries them. */
public enum Provider {
  WANDB("Weights & Biases inference API"),
  GROQ("Groq API"),
  CLAUDE("Claude API"),
  OPENAI("OpenAI API");

  private final String displayName;

  Provider(String displayName) {
    this.displayName = displayName;
  }

  /**
   * The name used in tables, URLs, JSON, settings and logs: {@code wandb, groq, claude, openai}.
   */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The name a person reads. */
  public String displayName() {
    return displayName;
  }

  /** The provider with this {@link #id()}, or empty. */
  public static Optional<Provider> byId(String id) {
    return Stream.of(values()).filter(provider -> provider.id().equals(id)).findFirst();
  }
}
