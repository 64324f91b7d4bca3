package dev.ziggurat.models;

import dev.ziggurat.llm.Provider;
import java.util.function.Function;

/** Something of each provider, in the order of the chain. */
public record PerProvider<T>(T wandb, T groq, T claude, T openai) {

  /** What this says of each. */
  static <T> PerProvider<T> of(Function<Provider, T> each) {
    return new PerProvider<>(
        each.apply(Provider.WANDB),
        each.apply(Provider.GROQ),
        each.apply(Provider.CLAUDE),
        each.apply(Provider.OPENAI));
  }

  /** What it says of one. */
  public T get(Provider provider) {
    return switch (provider) {
      case WANDB -> wandb;
      case GROQ -> groq;
      case CLAUDE -> claude;
      case OPENAI -> openai;
    };
  }
}
