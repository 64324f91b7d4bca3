package dev.ziggurat.llm;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What is asked, whoever answers: in our own words, or in those of another program. */
public sealed interface ChatRequest permits PromptRequest, ForwardedRequest {

  /** A plain question without schema or temperature. */
  static PromptRequest of(List<ChatMessage> messages, int maxOutputTokens) {
    return new PromptRequest(messages, maxOutputTokens, OptionalDouble.empty(), Optional.empty());
  }

  /** The most tokens the model may write, reasoning included, whatever it is asked for. */
  int maxOutputTokens();

  /**
   * A careful upper estimate of the input's tokens: one for every three ASCII characters, one for
   * every other and four for each message. It serves admission and worst-case cost, never the
   * ledger.
   */
  long estimatedInputTokens();

  /** How many answers are asked for at once. */
  default int answers() {
    return 1;
  }

  /** Whether the answer is wanted piece by piece. */
  default boolean streamed() {
    return false;
  }

  /** Whether it shows images, which not every model sees. */
  default boolean showsImages() {
    return false;
  }

  /** Scripts other than Latin have hardly more than one character to a token. */
  static long thirdsOfTokens(String text) {
    var thirds = (long) text.length();
    for (var index = 0; index < text.length(); index++) {
      if (text.charAt(index) > 127) {
        thirds += 2;
      }
    }
    return thirds;
  }
}
