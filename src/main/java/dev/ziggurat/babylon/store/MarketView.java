package dev.ziggurat.babylon.store;

import dev.ziggurat.babylon.Market;
import dev.ziggurat.babylon.OutcomeSource;
import dev.ziggurat.babylon.ResolutionRule;
import dev.ziggurat.babylon.Side;
import java.time.Instant;
import java.util.Optional;

/**
 * The public view of a market.
 *
 * @param status {@code open}, {@code closed} (its outcome is awaited), {@code resolved} or {@code
 *     voided}
 * @param priceYes in points, between 0 and 1; the last price if not open
 * @param pool in micro-points
 * @param volume in micro-points
 * @param resolvedAt when it was resolved or voided
 * @param outcome {@code yes} or {@code no}, once resolved; {@code void}, once voided
 * @param decidedBy what decides the outcome: {@code fixed} at opening, {@code admin}, {@code rule}
 *     or {@code resolver}
 * @param rule in words, if a rule decides
 * @param mentions posts and comments that the rule has counted, if it counts
 * @param awaitedSince when it closed without an outcome
 * @param resolver what the resolver was asked, if it was
 */
public record MarketView(
    String id,
    String topic,
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
    Optional<String> outcome,
    String decidedBy,
    Optional<String> rule,
    Optional<Long> mentions,
    Optional<Instant> awaitedSince,
    Optional<ResolverRequests> resolver) {

  /**
   * What the resolver was asked about a market.
   *
   * @param asked how many times
   * @param lastFailure why the last request had no answer
   */
  public record ResolverRequests(int asked, Optional<String> lastFailure) {}

  private static final double PRICE_UNITS = 10_000;

  static MarketView of(Market market, Optional<ResolverRequests> resolver) {
    return new MarketView(
        market.id(),
        market.topic(),
        market.question(),
        MarketState.of(market).word(),
        market.price(Side.YES) / PRICE_UNITS,
        market.liquidity(),
        market.yes(),
        market.no(),
        market.pool(),
        market.volume(),
        market.openedAt(),
        market.closesAt(),
        market.resolvedAt(),
        market.resolvedAt().map(_ -> outcome(market)),
        market.outcome().source().word(),
        rule(market).map(ResolutionRule::text),
        rule(market)
            .filter(ResolutionRule.Mentions.class::isInstance)
            .map(_ -> market.outcome().mentions()),
        market.outcome().awaitedSince(),
        resolver);
  }

  private static String outcome(Market market) {
    return market.voided() ? "void" : market.outcome().answer().orElseThrow().word();
  }

  private static Optional<ResolutionRule> rule(Market market) {
    return market.outcome().source() instanceof OutcomeSource.ByRule(var rule)
        ? Optional.of(rule)
        : Optional.empty();
  }
}
