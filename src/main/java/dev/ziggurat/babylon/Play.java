package dev.ziggurat.babylon;

import java.time.Instant;
import java.util.stream.Collectors;

/**
 * One action of an agent about to be judged.
 *
 * @param at the slot of its tick
 * @param handle who acts
 */
record Play(City city, Place place, Instant at, String handle, Fields fields) {

  /** The market that the action names, if it may be traded now. */
  Market market() throws RefusedException {
    var id = fields.id("market");
    var market = city.market(id);
    if (market.isEmpty()) {
      throw new RefusedException(
          PlainText.format(
              "market: there is no open market \"%s\"; open are: %s", id, openMarkets()));
    }
    if (market.get().isDue(at)) {
      throw new RefusedException(
          PlainText.format("market: %s closed at %s", id, market.get().closesAt()));
    }
    return market.get();
  }

  private String openMarkets() {
    var open =
        city.markets().stream()
            .filter(market -> !market.isDue(at))
            .map(Market::id)
            .collect(Collectors.joining(", "));
    return open.isEmpty() ? "none" : open;
  }
}
