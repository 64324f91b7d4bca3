package dev.ziggurat.llm;

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
 */
public record AnswerText(String chat, Optional<String> original) {

  /** An answer that its provider wrote as a chat completion, or that was translated to one. */
  public static AnswerText of(String chat) {
    return new AnswerText(chat, Optional.empty());
  }

  /** Its size in characters. */
  public int length() {
    return Math.addExact(chat.length(), original.map(String::length).orElse(0));
  }
}
