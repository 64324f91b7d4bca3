package dev.ziggurat.tick;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/**
 * How long a tick may think: until its deadline, its cancellation, or shutdown. Only the runner
 * polls for a cancellation, at most once a second; its worker threads read the result.
 */
final class ThinkingTime {

  private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

  private final GracefulShutdown gracefulShutdown;
  private final BooleanSupplier cancelled;
  private final InstantSource time;
  private Instant nextPoll;
  private volatile Instant until;

  /**
   * Starts now.
   *
   * @param cancelled polls whether the tick was cancelled, in any process
   */
  ThinkingTime(
      Instant until,
      GracefulShutdown gracefulShutdown,
      BooleanSupplier cancelled,
      InstantSource time) {
    this.until = until;
    this.gracefulShutdown = gracefulShutdown;
    this.cancelled = cancelled;
    this.time = time;
    this.nextPoll = time.instant();
  }

  /** The end as known now. */
  Instant until() {
    var callsUntil = gracefulShutdown.callsUntil();
    return callsUntil.isBefore(until) ? callsUntil : until;
  }

  /** Whether shutdown has begun: no new calls; calls in flight may finish. */
  boolean isShuttingDown() {
    return gracefulShutdown.hasBegun();
  }

  /** Whether it has ended. Only for the runner's thread. */
  boolean isOver() {
    var now = time.instant();
    if (now.isBefore(until()) && !now.isBefore(nextPoll)) {
      nextPoll = now.plus(POLL_INTERVAL);
      if (cancelled.getAsBoolean()) {
        until = now;
      }
    }
    return !now.isBefore(until());
  }

  /** How long to wait before the next {@link #isOver}. Only for the runner's thread. */
  Duration untilNextPoll() {
    var end = nextPoll.isBefore(until()) ? nextPoll : until();
    var left = Duration.between(time.instant(), end);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
