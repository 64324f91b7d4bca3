package dev.ziggurat.babylon;

import java.time.Instant;
import java.util.stream.Collectors;

/**
 * An action of an agent, before the referee's decision.
 *
 * @param at the slot of its tick
 * @param handle the agent
 */
record ActionContext(City city, HistoryPosition place, Instant at, String handle, Fields fields) {

  /**
   * The market of the action, if open. A market that is due still trades in the tick that closes
   * it, because the briefings show it as open.
   */
  Market market() throws RefusedException {
    var market = open(city, fields.id("market"));
    if (!market.isTraded()) {
      throw new RefusedException(
          PlainText.format("market: %s is closed and awaits its outcome", market.id()));
    }
    return market;
  }

  /** The market with this id, if it has not ended. */
  static Market open(City city, String id) throws RefusedException {
    return city.market(id).orElseThrow(() -> notOpen(city, id));
  }

  private static RefusedException notOpen(City city, String id) {
    var open = city.markets().stream().map(Market::id).collect(Collectors.joining(", "));
    return new RefusedException(
        PlainText.format(
            "market: \"%s\" is closed or never was; open are: %s",
            id, open.isEmpty() ? "none" : open));
  }
}
