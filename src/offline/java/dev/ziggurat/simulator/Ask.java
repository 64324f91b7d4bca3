package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.llm.ChatMessage;
import java.util.List;
import java.util.Optional;

/**
 * An accepted chat request, in terms common to all four providers.
 *
 * @param maxTokens output limit
 * @param reasons whether the model reasons before it answers
 * @param includeUsage whether a stream must end with its usage
 * @param jsonObject whether a JSON object is requested
 * @param tools the tools it may call
 * @param options options of the answer
 * @param cacheable whether the provider reads a repeated prefix from its cache
 */
record Ask(
    ModelRow model,
    List<ChatMessage> messages,
    int maxTokens,
    boolean reasons,
    boolean stream,
    boolean includeUsage,
    Optional<JsonNode> schema,
    boolean jsonObject,
    OfferedTools tools,
    AnswerOptions options,
    boolean cacheable) {

  Ask {
    messages = List.copyOf(messages);
  }

  /** The same with another output limit. */
  Ask limitedTo(int tokens) {
    return new Ask(
        model,
        messages,
        tokens,
        reasons,
        stream,
        includeUsage,
        schema,
        jsonObject,
        tools,
        options,
        cacheable);
  }

  /** The same request with other messages and another schema. */
  Ask of(List<ChatMessage> others, Optional<JsonNode> otherSchema) {
    return new Ask(
        model,
        others,
        maxTokens,
        reasons,
        stream,
        includeUsage,
        otherSchema,
        jsonObject,
        tools,
        options,
        cacheable);
  }

  /** About one token per four characters, and three per message. */
  long inputTokens() {
    return messages.stream().mapToLong(message -> tokens(message.content()) + 3).sum()
        + schema.map(shape -> tokens(shape.toString())).orElse(0L)
        + tools.tokens();
  }

  /** The last user message; empty if none. */
  String lastUserText() {
    return messages.stream()
        .filter(message -> message.role() == ChatMessage.Role.USER)
        .reduce("", (last, message) -> message.content(), (first, second) -> second)
        .strip();
  }

  /** The leading system messages in whole blocks of 128 tokens. */
  long cachedTokens() {
    var prefix =
        messages.stream()
            .takeWhile(message -> message.role() == ChatMessage.Role.SYSTEM)
            .mapToLong(message -> tokens(message.content()))
            .sum();
    return cacheable ? prefix / 128 * 128 : 0;
  }

  static long tokens(String text) {
    return (text.length() + 3L) / 4;
  }
}
