package dev.ziggurat.babylon;

import java.time.Instant;

/**
 * A trade of points for shares of one side of a market, or back.
 *
 * @param bought whether the agent bought; otherwise it sold
 * @param microPoints amount, positive
 * @param microShares amount, positive
 * @param priceAfter the price of yes after the trade, in ten-thousandths of a point
 */
public record Trade(
    HistoryPosition place,
    Instant at,
    String market,
    String handle,
    boolean bought,
    Side side,
    long microPoints,
    long microShares,
    int priceAfter) {

  /** Unique in the game. */
  public String id() {
    return place.id();
  }
}
