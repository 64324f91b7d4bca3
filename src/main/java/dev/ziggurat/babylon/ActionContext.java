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

  /** The group that this field names, if the agent is in it. */
  Group ownGroup(String field) throws RefusedException {
    var id = fields.id(field);
    return city.correspondence()
        .group(id, handle)
        .orElseThrow(
            () ->
                new RefusedException(
                    PlainText.format("%s: you are in no group \"%s\"", field, id)));
  }

  /**
   * The other agent of this handle, which may have an @ before it.
   *
   * @param field that names it
   */
  String otherAgent(String field, String sent) throws RefusedException {
    var other = sent.startsWith("@") ? sent.substring(1) : sent;
    if (other.equals(handle)) {
      throw new RefusedException(field + ": must not name yourself; name other agents");
    }
    if (!city.wallets().containsKey(other)) {
      throw new RefusedException(
          PlainText.format("%s: no agent \"%s\" has joined the game", field, other));
    }
    return other;
  }

  /** Refuses an agent that is in as many groups as it may be. */
  void checkJoins(String field, String other) throws RefusedException {
    if (city.correspondence().countOf(other) >= Group.PER_AGENT) {
      throw new RefusedException(
          PlainText.format("%s: %s cannot join any more groups", field, other));
    }
  }

  /** How many messages the agent has sent in this turn. */
  long messagesOfTurn() {
    return city.changes().messages().stream()
        .map(Message::place)
        .filter(sent -> sent.tick() == place.tick() && sent.position() == place.position())
        .count();
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
