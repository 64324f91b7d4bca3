package dev.ziggurat.babylon.store;

import dev.ziggurat.babylon.Market;
import dev.ziggurat.babylon.Side;
import java.time.Instant;
import java.util.Optional;

/**
 * A market as everybody may see it.
 *
 * @param status {@code open} or {@code resolved}
 * @param priceYes in points, between 0 and 1; of a resolved market, the last
 * @param pool in micro-points
 * @param volume in micro-points
 * @param outcome {@code yes} or {@code no}, once resolved
 */
public record MarketView(
    String id,
    String question,
    String status,
    double priceYes,
    long liquidity,
    long yesMicroShares,
    long noMicroShares,
    long pool,
    long volume,
    Instant openedAt,
    Instant closesAt,
    Optional<Instant> resolvedAt,
    Optional<String> outcome) {

  private static final double PRICE_UNITS = 10_000;

  static MarketView of(Market market) {
    boolean resolved = market.resolvedAt().isPresent();
    return new MarketView(
        market.id(),
        market.question(),
        resolved ? "resolved" : "open",
        market.price(Side.YES) / PRICE_UNITS,
        market.liquidity(),
        market.yes(),
        market.no(),
        market.pool(),
        market.volume(),
        market.openedAt(),
        market.closesAt(),
        market.resolvedAt(),
        market.resolvedAt().map(_ -> Side.of(market.outcome()).word()));
  }
}
