package dev.ziggurat.models;

import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.UpstreamModel;
import dev.ziggurat.money.TokenPrices;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Finds the cheapest model that suits agents: of the models with a large enough context and support
 * for JSON Schema, the one with the lowest blended price. The blend is three input tokens to one
 * output token, a common ratio in price comparisons.
 */
final class BestValue {

  /** Enough for a long prompt and its answer. */
  static final int MIN_CONTEXT_TOKENS = 128_000;

  private static final int INPUT_WEIGHT = 3;
  private static final int OUTPUT_WEIGHT = 1;

  private BestValue() {}

  /** A model and its prices. */
  record Priced(UpstreamModel model, TokenPrices prices) {

    boolean isSuitable() {
      return model.contextTokens() >= MIN_CONTEXT_TOKENS && model.can(Capability.JSON_SCHEMA);
    }

    /** The blended price, in pico-dollars per token. */
    long blended() {
      return (INPUT_WEIGHT * prices.input() + OUTPUT_WEIGHT * prices.output())
          / (INPUT_WEIGHT + OUTPUT_WEIGHT);
    }

    /** The blended price, in US dollars per million tokens. */
    String blendedDollarsPerMillion() {
      return BigDecimal.valueOf(blended(), 6).stripTrailingZeros().toPlainString();
    }
  }

  /** The best of these models; ties are broken by larger context, then by name. */
  static Optional<Priced> of(Collection<Priced> models) {
    return models.stream()
        .filter(Priced::isSuitable)
        .min(
            Comparator.comparingLong(Priced::blended)
                .thenComparing(priced -> -priced.model().contextTokens())
                .thenComparing(priced -> priced.model().id()));
  }
}
