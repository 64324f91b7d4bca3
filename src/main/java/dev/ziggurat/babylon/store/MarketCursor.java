package dev.ziggurat.babylon.store;

import java.util.regex.Pattern;

/** A cursor in the list of markets, ordered by opening. */
record MarketCursor(long tick, int ordinal) {

  static final MarketCursor NEWEST = new MarketCursor(Long.MAX_VALUE, Integer.MAX_VALUE);

  private static final Pattern MARKET = Pattern.compile("m(\\d{1,18})-(\\d{1,9})");

  /**
   * The cursor of the market with this id.
   *
   * @throws IllegalArgumentException if the id is not valid for a market
   */
  static MarketCursor at(String id) {
    var market = MARKET.matcher(id);
    if (!market.matches()) {
      throw new IllegalArgumentException("before: must be the id of a market");
    }
    return new MarketCursor(Long.parseLong(market.group(1)), Integer.parseInt(market.group(2)));
  }
}
