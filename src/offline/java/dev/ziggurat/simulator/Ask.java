package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.llm.ChatMessage;
import java.util.List;
import java.util.Optional;

/**
 * A chat request that the provider accepts, in terms all four share.
 *
 * @param maxTokens what the model may write
 * @param reasons whether the model thinks before it answers
 * @param includeUsage whether a stream is asked to end with the tokens it cost
 * @param jsonObject whether some JSON object is asked for
 * @param tools what it may call
 * @param manner how the answer is wanted
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
    AnswerOptions manner,
    boolean cacheable) {

  Ask {
    messages = List.copyOf(messages);
  }

  /** About one token for four characters, and three for each message. */
  long inputTokens() {
    return messages.stream().mapToLong(message -> tokens(message.content()) + 3).sum()
        + schema.map(shape -> tokens(shape.toString())).orElse(0L)
        + tools.tokens();
  }

  /** What the user said last; empty when nothing. */
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
