package dev.ziggurat.llm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A whole answer to a {@link ForwardedRequest}, or one piece of a streamed answer.
 *
 * @param chat as OpenAI's chat completions have it, as JSON on one line: a {@code chat.completion},
 *     or a {@code chat.completion.chunk}. Empty for a piece that has no meaning there; only where
 *     {@code original} is present
 * @param original the same as the provider wrote it, in the API of the request's {@link
 *     OriginalRequest}; only from a provider that speaks that API itself. Of a stream it is the
 *     data of one event
 * @param parsed {@code chat} as it was parsed when it was read, so that nobody need do that again;
 *     must not be changed. Empty where nobody has parsed it
 */
public record AnswerText(String chat, Optional<String> original, Optional<JsonNode> parsed) {

  /** A text that nobody has parsed. */
  public AnswerText(String chat, Optional<String> original) {
    this(chat, original, Optional.empty());
  }

  /** An answer that its provider wrote as a chat completion, or that was translated to one. */
  public static AnswerText of(String chat) {
    return new AnswerText(chat, Optional.empty());
  }

  /** The same for who keeps it: the texts alone, without what was parsed. */
  public AnswerText texts() {
    return parsed.isEmpty() ? this : new AnswerText(chat, original);
  }

  /** Its size in characters. */
  public int length() {
    return Math.addExact(chat.length(), original.map(String::length).orElse(0));
  }
}
