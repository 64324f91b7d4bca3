package dev.ziggurat.tick;

import dev.ziggurat.db.Conditions;
import java.util.List;
import java.util.Optional;

/**
 * Which games are listed.
 *
 * @param deleted true lists only deleted games, false only the others
 * @param part of the id or the name, in letters of any case; empty for all
 * @param state one of {@link #STATES}; empty for all
 */
public record GameFilter(boolean deleted, Optional<String> part, Optional<String> state) {

  /** The states of games. */
  public static final List<String> STATES = List.of(StoredGame.RUNNING, StoredGame.PAUSED);

  /** All games that are not deleted. */
  public static GameFilter all() {
    return new GameFilter(false, Optional.empty(), Optional.empty());
  }

  Conditions conditions() {
    var conditions =
        new Conditions().add("(game.deleted_at is not null) = :deleted", "deleted", deleted);
    part.ifPresent(text -> conditions.addPart("game.id || ' ' || game.name", "part", text));
    state.ifPresent(word -> conditions.add("game.state = :state", "state", word));
    return conditions;
  }
}
