package dev.ziggurat.babylon.store;

import java.time.Instant;
import java.util.List;

/**
 * The history of a market's yes price.
 *
 * @param points oldest first, beginning with its opening
 * @param ticks number of ticks with trades; more than the points if sampled
 */
public record MarketPriceHistory(String market, List<Point> points, long ticks) {

  /**
   * The price after a tick.
   *
   * @param priceYes in points, between 0 and 1
   */
  public record Point(long tick, Instant at, double priceYes) {}
}
