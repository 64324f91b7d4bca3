package dev.ziggurat.llm;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A prompt of our own.
 *
 * @param messages system messages first, at least one user message, the stable part first so that
 *     providers can cache it
 * @param maxOutputTokens upper bound of the answer, reasoning included
 * @param temperature left out for models that reject it
 * @param answerSchema the schema of the answer; added to the prompt for models without structured
 *     output
 * @param parts how many answers one completion is to consist of
 * @param repeated whether many requests with the same system messages follow at once, so that it
 *     pays to have them cached by a provider that caches only what it is told to
 */
public record PromptRequest(
    List<ChatMessage> messages,
    int maxOutputTokens,
    OptionalDouble temperature,
    Optional<AnswerSchema> answerSchema,
    int parts,
    boolean repeated)
    implements ChatRequest {

  /**
   * A request for one answer, whose system messages are not worth a cache that must be asked for.
   */
  public PromptRequest(
      List<ChatMessage> messages,
      int maxOutputTokens,
      OptionalDouble temperature,
      Optional<AnswerSchema> answerSchema) {
    this(messages, maxOutputTokens, temperature, answerSchema, 1, false);
  }

  public PromptRequest {
    messages = List.copyOf(messages);
  }

  @Override
  public long estimatedInputTokens() {
    var thirds = messages.stream().mapToLong(message -> message.size().tokenThirds()).sum();
    var schema = answerSchema.map(shape -> shape.size().tokenThirds()).orElse(0L);
    return Math.ceilDiv(thirds + schema, 3) + 4L * messages.size();
  }

  @Override
  public RequestBound bound() {
    var texts =
        messages.stream()
            .mapToLong(message -> RequestBound.MESSAGE_TOKENS + message.size().bytes())
            .sum();
    var schema =
        answerSchema
            .map(shape -> RequestBound.EXPLANATION_TOKENS + shape.size().bytes())
            .orElse(0L);
    return RequestBound.ofText(RequestBound.CALL_TOKENS + texts + schema);
  }
}
