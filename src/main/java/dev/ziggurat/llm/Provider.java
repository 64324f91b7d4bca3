package dev.ziggurat.llm;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The id of a provider; its properties are in its {@link ProviderDefinition}. Old rows of the
 * database may name a provider that was removed.
 *
 * @param id the name used in tables, URLs, JSON, settings and logs, such as {@code wandb}
 */
@RegisterForReflection
public record Provider(String id) {

  public static final Provider WANDB = new Provider("wandb");
  public static final Provider GROQ = new Provider("groq");
  public static final Provider CLAUDE = new Provider("claude");
  public static final Provider OPENAI = new Provider("openai");

  /** The provider with this id, known or not. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Provider of(String id) {
    return new Provider(id);
  }

  @JsonValue
  @Override
  public String id() {
    return id;
  }

  @Override
  public String toString() {
    return id;
  }
}
