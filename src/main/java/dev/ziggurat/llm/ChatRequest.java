package dev.ziggurat.llm;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A request to a model: our own prompt, or a request forwarded from an API client. */
public sealed interface ChatRequest permits PromptRequest, ForwardedRequest {

  /** A prompt without schema or temperature. */
  static PromptRequest of(List<ChatMessage> messages, int maxOutputTokens) {
    return new PromptRequest(messages, maxOutputTokens, OptionalDouble.empty(), Optional.empty());
  }

  /**
   * The output token limit of each answer, reasoning included, before it is cut to the model's own
   * limit.
   */
  int maxOutputTokens();

  /**
   * An estimate of the input tokens: one for every three ASCII characters, one for every other
   * character, four for each message. Used for the providers' rate limits, never for costs.
   */
  long estimatedInputTokens();

  /** What it can be billed for at most; computed at each call. */
  RequestBound bound();

  /** What the model is asked for. */
  default Operation operation() {
    return Operation.CHAT;
  }

  /** How many answers are requested ({@code n}). */
  default int answers() {
    return 1;
  }

  /** How many answers one completion consists of, which takes so much longer. */
  default int parts() {
    return 1;
  }

  /** Whether the answer is streamed. */
  default boolean streamed() {
    return false;
  }

  /** Whether the request contains images, which not every model accepts. */
  default boolean hasImages() {
    return false;
  }
}
