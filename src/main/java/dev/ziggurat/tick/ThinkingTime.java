package dev.ziggurat.tick;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/**
 * How long a tick may think: until its deadline, or until somebody cancels the tick. Only the
 * runner looks whether that has happened, once a second at most; its thinkers are told.
 */
final class ThinkingTime {

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final BooleanSupplier cancelled;
  private final InstantSource time;
  private Instant nextLook;
  private volatile Instant until;

  /**
   * Time to think from now on.
   *
   * @param cancelled looks whether the tick was cancelled, in whatever process
   */
  ThinkingTime(Instant until, BooleanSupplier cancelled, InstantSource time) {
    this.until = until;
    this.cancelled = cancelled;
    this.time = time;
    this.nextLook = time.instant();
  }

  /** When it ends, as far as is known. */
  Instant until() {
    return until;
  }

  /** Whether it has ended. For the runner's own thread. */
  boolean isOver() {
    var now = time.instant();
    if (now.isBefore(until) && !now.isBefore(nextLook)) {
      nextLook = now.plus(BETWEEN_LOOKS);
      if (cancelled.getAsBoolean()) {
        until = now;
      }
    }
    return !now.isBefore(until);
  }

  /** How long to wait before asking again whether it is over. For the runner's own thread. */
  Duration untilNextLook() {
    var end = nextLook.isBefore(until) ? nextLook : until;
    var left = Duration.between(time.instant(), end);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
