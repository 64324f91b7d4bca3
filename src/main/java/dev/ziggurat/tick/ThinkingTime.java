package dev.ziggurat.tick;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/**
 * How long a tick may think: until its deadline, until somebody cancels the tick, or until its
 * process must go. Only the runner looks whether it was cancelled, once a second at most; its
 * thinkers are told.
 */
final class ThinkingTime {

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final GracefulShutdown gracefulShutdown;
  private final BooleanSupplier cancelled;
  private final InstantSource time;
  private Instant nextLook;
  private volatile Instant until;

  /**
   * Time to think from now on.
   *
   * @param cancelled looks whether the tick was cancelled, in whatever process
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
    this.nextLook = time.instant();
  }

  /** When it ends, as far as is known. */
  Instant until() {
    var callsUntil = gracefulShutdown.callsUntil();
    return callsUntil.isBefore(until) ? callsUntil : until;
  }

  /** Whether the process is about to end: nobody else may be asked, whoever is thinking may end. */
  boolean isDeparting() {
    return gracefulShutdown.hasBegun();
  }

  /** Whether it has ended. For the runner's own thread. */
  boolean isOver() {
    var now = time.instant();
    if (now.isBefore(until()) && !now.isBefore(nextLook)) {
      nextLook = now.plus(BETWEEN_LOOKS);
      if (cancelled.getAsBoolean()) {
        until = now;
      }
    }
    return !now.isBefore(until());
  }

  /** How long to wait before asking again whether it is over. For the runner's own thread. */
  Duration untilNextLook() {
    var end = nextLook.isBefore(until()) ? nextLook : until();
    var left = Duration.between(time.instant(), end);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
