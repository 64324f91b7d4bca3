package dev.ziggurat.tick;

import dev.ziggurat.world.Game;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A tick as the database knows it.
 *
 * @param report empty while it is under way
 * @param seed the game's when it began
 * @param period the game's when it began
 * @param last whether nothing has happened in the game since: no later tick, no intervention
 * @param leaseAlive whether some runner holds the game
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

  /** The game as the tick began with it: whoever goes on with the tick plays the same. */
  Game of(Game now) {
    return now.with(seed, period);
  }

  /** A failed tick goes on when its key comes again, unless the game has gone on without it. */
  boolean resumable() {
    return last && report.isPresent() && report.get().isFailed();
  }
}
