package dev.ziggurat.tick;

import dev.ziggurat.db.Conditions;
import java.util.List;
import java.util.Optional;

/**
 * Which turns are listed; an empty component matches all.
 *
 * @param state one of {@link #STATES}
 * @param part of the handle, in letters of any case
 */
public record TurnFilter(Optional<String> state, Optional<String> part) {

  /** The states of turns. */
  public static final List<String> STATES =
      List.of("due", "asking", "thought", "applied", "failed", "passed_over");

  /** All turns. */
  public static final TurnFilter ALL = new TurnFilter(Optional.empty(), Optional.empty());

  /** The conditions for turns of a game. */
  Conditions conditions(String game) {
    var conditions = new Conditions().add("turn.game_id = :gameId", "gameId", game);
    state.ifPresent(word -> conditions.add("turn.state = :state", "state", word));
    part.ifPresent(text -> conditions.addPart("turn.handle", "part", text));
    return conditions;
  }

  /**
   * The conditions for a page of a tick's turns, in the order of application.
   *
   * @param after the position of the previous page's last turn
   */
  Conditions ofTick(String game, long tick, int after) {
    return conditions(game)
        .add("turn.tick = :tick", "tick", tick)
        .add("turn.position > :position", "position", after);
  }
}
