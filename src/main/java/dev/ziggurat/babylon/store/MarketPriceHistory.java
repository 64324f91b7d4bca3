package dev.ziggurat.babylon.store;

import java.time.Instant;
import java.util.List;

/**
 * How the price of a market's yes went.
 *
 * @param points oldest first, beginning with its opening
 * @param ticks how many it was traded in; more than the points when these were thinned out
 */
public record MarketPriceHistory(String market, List<Point> points, long ticks) {

  /**
   * The price that a tick left behind.
   *
   * @param priceYes in points, between 0 and 1
   */
  public record Point(long tick, Instant at, double priceYes) {}
}
