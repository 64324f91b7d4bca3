package dev.ziggurat.babylon;

import java.time.Instant;

/**
 * Points against shares of one side of a market.
 *
 * @param bought whether the agent bought; otherwise it sold
 * @param microPoints what changed hands, positive
 * @param microShares what changed hands, positive
 * @param priceAfter the price of yes that the trade left behind, in ten-thousandths of a point
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
