package dev.ziggurat.tick;

import dev.ziggurat.db.Versioned;
import dev.ziggurat.world.Game;
import java.time.Instant;
import java.util.Optional;

/**
 * A game as the database knows it.
 *
 * @param state {@code running} or {@code paused}
 * @param version raised by every edit
 * @param deletedAt set when it was deleted; its rows are kept
 */
public record StoredGame(Game game, String state, long version, Optional<Instant> deletedAt)
    implements Versioned {

  /** Triggers tick it. */
  public static final String RUNNING = "running";

  /** Triggers are told that it rests. */
  public static final String PAUSED = "paused";
}
