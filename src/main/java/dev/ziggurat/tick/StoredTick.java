package dev.ziggurat.tick;

import dev.ziggurat.world.Game;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A tick as stored in the database.
 *
 * @param report empty while it is running
 * @param seed the game's when it began
 * @param period the game's when it began
 * @param last whether the game has no later tick and no later intervention
 * @param leaseAlive whether a runner holds an unexpired lease of the game
 */
record StoredTick(
    String game,
    long number,
    String key,
    Instant slot,
    Tick.Phase phase,
    Instant startedAt,
    long seed,
    Duration period,
    Optional<TickReport> report,
    boolean last,
    boolean leaseAlive) {

  /** The game with the seed and period the tick began with, for a runner that continues it. */
  Game of(Game now) {
    return now.with(seed, period);
  }

  /** A failed tick is resumed when its key is triggered again, unless the game has moved on. */
  boolean resumable() {
    return last && report.isPresent() && report.get().isFailed();
  }
}
