package dev.ziggurat.tick;

import java.time.Instant;
import java.util.Optional;

/**
 * A tick as the database knows it.
 *
 * @param report empty while it is under way
 * @param last whether no later tick has begun
 * @param leaseAlive whether some runner holds the game
 */
record StoredTick(
    String game,
    long number,
    String key,
    Instant slot,
    Tick.Phase phase,
    Instant startedAt,
    Optional<TickReport> report,
    boolean last,
    boolean leaseAlive) {

  /** A failed tick goes on when its key comes again, unless the game has gone on without it. */
  boolean resumable() {
    return last && report.isPresent() && report.get().isFailed();
  }
}
