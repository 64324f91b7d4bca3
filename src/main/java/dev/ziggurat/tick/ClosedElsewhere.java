package dev.ziggurat.tick;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Waits for a tick that another process closes: one that thought turns of it, or a runner that has
 * taken it over.
 */
@Singleton
class ClosedElsewhere {

  private static final Duration POLL = Duration.ofMillis(50);

  /** By how much a tick's deadline may have been moved since it was planned. */
  private static final Duration MOVED = Duration.ofSeconds(10);

  private final TickStore ticks;
  private final GracefulShutdown gracefulShutdown;
  private final InstantSource time;

  ClosedElsewhere(TickStore ticks, GracefulShutdown gracefulShutdown, InstantSource time) {
    this.ticks = ticks;
    this.gracefulShutdown = gracefulShutdown;
    this.time = time;
  }

  /**
   * Waits while somebody holds the lease, and not much longer than to the tick's deadline.
   *
   * @return its report; empty if it is not closed by then
   */
  Optional<TickReport> await(Tick tick) {
    try {
      while (true) {
        var stored = ticks.find(tick.game().id(), tick.key(), tick.slot());
        var report = stored.flatMap(StoredTick::report);
        if (report.isPresent()
            || gracefulShutdown.hasBegun()
            || stored.filter(StoredTick::leaseAlive).isEmpty()
            || time.instant().isAfter(tick.deadline().plus(MOVED))) {
          return report;
        }
        Thread.sleep(POLL);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
