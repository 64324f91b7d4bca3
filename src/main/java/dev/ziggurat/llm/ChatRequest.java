package dev.ziggurat.llm;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is asked, whoever answers.
 *
 * @param messages system messages first, at least one user message, the stable part foremost so
 *     that providers can cache it
 * @param maxOutputTokens upper bound of the answer, reasoning included
 * @param temperature left out for models that refuse it
 * @param answerSchema the shape of the answer; where the model cannot be held to it, it is told in
 *     the prompt
 */
public record ChatRequest(
    List<ChatMessage> messages,
    int maxOutputTokens,
    OptionalDouble temperature,
    Optional<AnswerSchema> answerSchema) {

  public ChatRequest {
    messages = List.copyOf(messages);
  }

  /** A plain question without schema or temperature. */
  public static ChatRequest of(List<ChatMessage> messages, int maxOutputTokens) {
    return new ChatRequest(messages, maxOutputTokens, OptionalDouble.empty(), Optional.empty());
  }

  /**
   * A careful upper estimate of the input's tokens: one for every three ASCII characters, one for
   * every other and four for each message. It serves admission and worst-case cost, never the
   * ledger.
   */
  public long estimatedInputTokens() {
    var thirds = messages.stream().mapToLong(message -> thirds(message.content())).sum();
    var schema = answerSchema.map(shape -> thirds(shape.schema().toString())).orElse(0L);
    return Math.ceilDiv(thirds + schema, 3) + 4L * messages.size();
  }

  /** Scripts other than Latin have hardly more than one character to a token. */
  private static long thirds(String text) {
    return text.length() + 2 * text.chars().filter(character -> character > 127).count();
  }
}
