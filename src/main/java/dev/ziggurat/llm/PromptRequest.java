package dev.ziggurat.llm;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What we ask ourselves.
 *
 * @param messages system messages first, at least one user message, the stable part foremost so
 *     that providers can cache it
 * @param maxOutputTokens upper bound of the answer, reasoning included
 * @param temperature left out for models that refuse it
 * @param answerSchema the shape of the answer; where the model cannot be held to it, it is told in
 *     the prompt
 */
public record PromptRequest(
    List<ChatMessage> messages,
    int maxOutputTokens,
    OptionalDouble temperature,
    Optional<AnswerSchema> answerSchema)
    implements ChatRequest {

  public PromptRequest {
    messages = List.copyOf(messages);
  }

  @Override
  public long estimatedInputTokens() {
    var thirds =
        messages.stream().mapToLong(message -> ChatRequest.thirdsOfTokens(message.content())).sum();
    var schema =
        answerSchema.map(shape -> ChatRequest.thirdsOfTokens(shape.schema().toString())).orElse(0L);
    return Math.ceilDiv(thirds + schema, 3) + 4L * messages.size();
  }
}
