package dev.ziggurat.gateway;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.llm.EmbeddingInput;
import dev.ziggurat.llm.Provider;
import java.util.List;

/**
 * Refuses inputs that no provider of the model takes, as far as that is known without the model's
 * own count.
 *
 * @see <a href="https://developers.openai.com/api/reference/resources/embeddings">Embeddings</a>
 */
final class EmbeddingLimits {

  /** OpenAI's limit of all inputs of a request together. */
  private static final int OPENAI_TOKENS = 300_000;

  private EmbeddingLimits() {}

  /**
   * Checks the inputs.
   *
   * @param wanted the providers that serve the model
   * @throws GatewayRefusal naming the input that is too long
   */
  static void check(EmbeddingInput input, List<Offer> wanted) {
    var windows = wanted.stream().mapToInt(offer -> offer.model().contextTokens()).toArray();
    var largest = 0;
    for (var window : windows) {
      if (window == 0) {
        return;
      }
      largest = Math.max(largest, window);
    }
    var most = largest;
    input
        .firstAbove(most)
        .ifPresent(
            position -> {
              throw GatewayRefusal.tooLong(
                  EmbeddingInput.FIELD,
                  "Input %d (counted from 0) is longer than the model's %d tokens: split it."
                      .formatted(position, most));
            });
    var onlyOpenAi = wanted.stream().allMatch(offer -> offer.provider().equals(Provider.OPENAI));
    if (onlyOpenAi && input.isAbove(OPENAI_TOKENS)) {
      throw GatewayRefusal.tooLong(
          EmbeddingInput.FIELD,
          "The inputs have about %d tokens together, and OpenAI takes %d in a request: send fewer at once."
              .formatted(input.totalTokens(), OPENAI_TOKENS));
    }
  }
}
