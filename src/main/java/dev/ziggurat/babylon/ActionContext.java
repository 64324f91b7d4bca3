package dev.ziggurat.babylon;

import java.time.Instant;
import java.util.stream.Collectors;

/**
 * One action of an agent about to be judged.
 *
 * @param at the slot of its tick
 * @param handle who acts
 */
record ActionContext(City city, HistoryPosition place, Instant at, String handle, Fields fields) {

  /**
   * The market that the action names, if it is open. A market that is due still trades in the tick
   * that will close it: its agents were shown it open.
   */
  Market market() throws RefusedException {
    return open(city, fields.id("market"));
  }

  /** The market of this id, if it is open. */
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
