package dev.ziggurat.catalogue;

import dev.ziggurat.llm.ServiceTier;
import dev.ziggurat.llm.TokenUsage;
import dev.ziggurat.money.NanoDollars;
import dev.ziggurat.money.TokenPrices;
import java.util.List;
import java.util.Optional;

/** The prices of a model on one day, by service tier and prompt length; without any: unknown. */
public final class PriceList {

  /** Of a model without known prices. */
  static final PriceList UNKNOWN = new PriceList(List.of());

  private final List<ModelPriceHistory.Row> rows;

  /**
   * @param rows those in force on that day
   */
  PriceList(List<ModelPriceHistory.Row> rows) {
    this.rows = List.copyOf(rows);
  }

  /** The prices of the default tier for short prompts; empty when unknown. */
  public Optional<TokenPrices> ofShortPrompts() {
    return prices(ServiceTier.DEFAULT, 0);
  }

  private Optional<TokenPrices> prices(ServiceTier tier, long promptTokens) {
    ModelPriceHistory.Row found = null;
    for (var row : rows) {
      var above = row.abovePromptTokens();
      if (row.tier().equals(tier)
          && (above == 0 || above < promptTokens)
          && (found == null || above > found.abovePromptTokens())) {
        found = row;
      }
    }
    return Optional.ofNullable(found).map(ModelPriceHistory.Row::prices);
  }

  /** The cost of a call that was billed by this tier; empty when the price is unknown. */
  public Optional<NanoDollars> cost(TokenUsage usage, ServiceTier tier) {
    return prices(tier, usage.input())
        .map(
            prices ->
                prices.cost(
                    Math.max(0, usage.input() - usage.cached() - usage.cacheWrite()),
                    usage.cached(),
                    usage.cacheWrite(),
                    usage.output()));
  }

  /**
   * The most that a call can cost, wherever its prompt comes from and with all output tokens used.
   * A call that asks for a tier may be billed by the default one instead; a call that asks for none
   * by any, because the provider's account may have another default. Empty when one of these prices
   * is unknown.
   *
   * @param inputTokens upper bound
   * @param outputTokens upper bound of all answers together
   * @param asked the tier that the request asks for, if any
   */
  public Optional<NanoDollars> worstCase(
      long inputTokens, long outputTokens, Optional<ServiceTier> asked) {
    if (asked.isPresent() && !knows(asked.get())) {
      return Optional.empty();
    }
    return prices(ServiceTier.DEFAULT, inputTokens)
        .map(prices -> prices.worstCase(inputTokens, outputTokens))
        .map(usual -> worstCase(usual, inputTokens, outputTokens, asked));
  }

  private NanoDollars worstCase(
      NanoDollars usual, long inputTokens, long outputTokens, Optional<ServiceTier> asked) {
    var most = usual;
    for (var row : rows) {
      var tier = row.tier();
      if (asked.isPresent() ? tier.equals(asked.get()) : !tier.equals(ServiceTier.BATCH)) {
        var prices = prices(tier, inputTokens);
        most =
            prices.isPresent() ? most.max(prices.get().worstCase(inputTokens, outputTokens)) : most;
      }
    }
    return most;
  }

  /** Whether the most that this tier costs is known; the flex tier costs at most the usual. */
  public boolean knows(ServiceTier tier) {
    return tier.equals(ServiceTier.FLEX)
        || rows.stream().map(ModelPriceHistory.Row::tier).anyMatch(tier::equals);
  }
}
