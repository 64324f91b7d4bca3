package dev.ziggurat.models;

import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.UpstreamModel;
import dev.ziggurat.money.TokenPrices;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Which model an agent's turns cost least with: of those that remember enough and hold their answer
 * to a JSON Schema, the one with the lowest blended price. Three tokens of prompt are reckoned for
 * one of the answer, as the price comparisons of the trade do.
 */
final class BestValue {

  /** The context that a long briefing and its answer need. */
  static final int MIN_CONTEXT_TOKENS = 128_000;

  private static final int PROMPT_SHARE = 3;
  private static final int ANSWER_SHARE = 1;

  private BestValue() {}

  /** A model on offer and what it costs. */
  record Priced(UpstreamModel model, TokenPrices prices) {

    boolean isFit() {
      return model.contextTokens() >= MIN_CONTEXT_TOKENS && model.can(Capability.JSON_SCHEMA);
    }

    /** In pico-dollars for a token. */
    long blended() {
      return (PROMPT_SHARE * prices.input() + ANSWER_SHARE * prices.output())
          / (PROMPT_SHARE + ANSWER_SHARE);
    }

    /** In US dollars for a million tokens, as a person reads it. */
    String blendedDollarsPerMillion() {
      return BigDecimal.valueOf(blended(), 6).stripTrailingZeros().toPlainString();
    }
  }

  /** The best of these; at the same price the larger context, then the first by name. */
  static Optional<Priced> of(Collection<Priced> models) {
    return models.stream()
        .filter(Priced::isFit)
        .min(
            Comparator.comparingLong(Priced::blended)
                .thenComparing(priced -> -priced.model().contextTokens())
                .thenComparing(priced -> priced.model().id()));
  }
}
