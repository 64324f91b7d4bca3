package dev.ziggurat.babylon;

/**
 * How many markets the clock opens, how long they last, and how much news there is.
 *
 * @param open the number of open markets
 * @param minPeriods the shortest life of a market, in periods of the game
 * @param maxPeriods the longest life of a market, in periods of the game
 * @param hintPercent how often there is news about an open market in a tick, in percent
 * @param truthPercent the share of news that hints at the true outcome, in percent
 * @param rumourPercent how often there is a rumour in a tick, in percent
 */
public record MarketTerms(
    int open,
    int minPeriods,
    int maxPeriods,
    int hintPercent,
    int truthPercent,
    int rumourPercent) {

  /** The terms of a game without settings. */
  static final MarketTerms USUAL = new MarketTerms(3, 12, 40, 25, 75, 10);
}
