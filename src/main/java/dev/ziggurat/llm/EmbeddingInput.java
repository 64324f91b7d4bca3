package dev.ziggurat.llm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.OptionalInt;

/**
 * The inputs of an embeddings request and their sizes: each is a text, or a list of tokens, which
 * count exactly.
 *
 * @param field the {@code input} of the request
 * @param inputs how many; one vector is returned for each
 * @param totalTokens an estimate of their tokens together; exact if all are lists of tokens
 * @param totalBound an upper bound of the same
 * @see <a href="https://developers.openai.com/api/reference/resources/embeddings">Embeddings</a>
 */
public record EmbeddingInput(JsonNode field, int inputs, long totalTokens, long totalBound) {

  /** The field of a request that has them. */
  public static final String FIELD = "input";

  /** Markers that models add to an input. */
  private static final long MARKER_TOKENS = 8;

  /** No text in words has twice as many characters per token as an estimate assumes. */
  private static final int ESTIMATE_FACTOR = 2;

  /**
   * Measures a valid {@code input}: a text, a list of texts, a list of tokens, or a list of lists
   * of tokens.
   */
  static EmbeddingInput of(JsonNode field) {
    var inputs = 0;
    var total = 0L;
    var bound = 0L;
    for (var input : each(field)) {
      inputs++;
      total += tokens(input);
      bound += MARKER_TOKENS + bound(input);
    }
    return new EmbeddingInput(field, inputs, total, bound);
  }

  private static Iterable<JsonNode> each(JsonNode field) {
    return isOne(field) ? List.of(field) : field;
  }

  private static boolean isOne(JsonNode field) {
    return field.isTextual() || field.path(0).isNumber();
  }

  private static long tokens(JsonNode input) {
    return input.isTextual()
        ? Math.ceilDiv(TextSize.of(input.textValue()).tokenThirds(), 3)
        : input.size();
  }

  private static long bound(JsonNode input) {
    return input.isTextual() ? TextSize.of(input.textValue()).bytes() : input.size();
  }

  /**
   * The position of the first input that does not fit into this window, as far as that can be told
   * without the model's own count: tokens count exactly, a text must be far too long.
   *
   * @param window in tokens; 0 when unknown
   */
  public OptionalInt firstAbove(int window) {
    var position = 0;
    for (var input : each(field)) {
      if (window > 0 && isAbove(input, window)) {
        return OptionalInt.of(position);
      }
      position++;
    }
    return OptionalInt.empty();
  }

  /** Whether all inputs together are above a limit, told as in {@link #firstAbove}. */
  public boolean isAbove(long limit) {
    var tokens = isExact() ? totalTokens : totalTokens / ESTIMATE_FACTOR;
    return tokens > limit;
  }

  private boolean isExact() {
    return isOne(field) ? !field.isTextual() : !field.path(0).isTextual();
  }

  private static boolean isAbove(JsonNode input, int window) {
    var most = input.isTextual() ? ESTIMATE_FACTOR * (long) window : window;
    return tokens(input) > most;
  }
}
