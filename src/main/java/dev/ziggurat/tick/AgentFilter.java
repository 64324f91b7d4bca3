package dev.ziggurat.tick;

import dev.ziggurat.db.Conditions;
import java.util.Optional;

/**
 * Which agents of a game are listed, and in which order.
 *
 * @param deleted true lists only deleted agents, false only the others
 * @param part of the handle, in letters of any case; empty for all
 * @param byLastTurn by the tick of the last turn and then by handle, otherwise by handle
 */
public record AgentFilter(
    boolean deleted, Optional<String> part, boolean byLastTurn, boolean descending) {

  private static final String SEPARATOR = ":";

  /** All agents that are not deleted, by handle. */
  public static AgentFilter all() {
    return new AgentFilter(false, Optional.empty(), false, false);
  }

  /**
   * The conditions of a page. Sorting by the last turn has no index, because each tick would have
   * to write it for each agent: the agents of the game are read and sorted by the database.
   *
   * @throws IllegalArgumentException for an invalid cursor
   */
  Conditions conditions(String game, Optional<String> cursor) {
    var conditions =
        new Conditions()
            .add("game_id = :gameId", "gameId", game)
            .add("(deleted_at is not null) = :deleted", "deleted", deleted);
    part.ifPresent(text -> conditions.addPart("handle", "part", text));
    cursor.ifPresent(last -> addPlace(conditions, last));
    return conditions;
  }

  private void addPlace(Conditions conditions, String last) {
    var direction = descending ? "<" : ">";
    if (byLastTurn) {
      var end = last.indexOf(SEPARATOR);
      if (end < 0) {
        throw new IllegalArgumentException(last);
      }
      conditions
          .add("(last_turn, handle) " + direction + " (:lastTurn, :handle)")
          .with("lastTurn", Long.parseLong(last, 0, end, 10))
          .with("handle", last.substring(end + 1));
    } else {
      conditions.add("handle " + direction + " :handle", "handle", last);
    }
  }

  String order() {
    var direction = descending ? " desc" : "";
    return (byLastTurn ? "last_turn" + direction + ", " : "") + "handle" + direction;
  }

  /** The cursor of the page that begins after this agent. */
  public String cursor(String handle, long lastTurn) {
    return byLastTurn ? lastTurn + SEPARATOR + handle : handle;
  }
}
