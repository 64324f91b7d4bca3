package dev.ziggurat.tick;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * How long a tick may think: until its deadline, its cancellation, or shutdown. Only the runner
 * polls for a cancellation, at most once a second; its worker threads read the result.
 */
final class ThinkingTime {

  private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

  /** How much of the time before the first call is not counted. */
  private static final Duration MAX_PREPARATION = Duration.ofSeconds(10);

  private final GracefulShutdown gracefulShutdown;
  private final Poll poll;
  private final InstantSource time;
  private final AtomicReference<Instant> budgetFrom;
  private Instant nextPoll;
  private volatile Instant until;
  private volatile Duration later = Duration.ZERO;

  /** Asked by the runner, at most once a second. */
  @FunctionalInterface
  interface Poll {

    /**
     * Whether the tick was cancelled, in any process.
     *
     * @param later by how much the deadline was moved
     */
    boolean isCancelled(Duration later);
  }

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
    this(until, Optional.empty(), gracefulShutdown, _ -> cancelled.getAsBoolean(), time);
  }

  /**
   * Starts now, with a budget that starts with the first call.
   *
   * @param budgetFrom when it was assumed to start; empty if the deadline is fixed
   */
  ThinkingTime(
      Instant until,
      Optional<Instant> budgetFrom,
      GracefulShutdown gracefulShutdown,
      Poll poll,
      InstantSource time) {
    this.until = until;
    this.budgetFrom = new AtomicReference<>(budgetFrom.orElse(null));
    this.gracefulShutdown = gracefulShutdown;
    this.poll = poll;
    this.time = time;
    this.nextPoll = time.instant();
  }

  /**
   * A provider is about to be asked: for the first time, the deadline is moved by what the
   * preparation took, which is long in a process that has just started.
   */
  void calling() {
    if (budgetFrom.get() == null) {
      return;
    }
    synchronized (budgetFrom) {
      var from = budgetFrom.getAndSet(null);
      var now = time.instant();
      if (from != null && now.isBefore(until)) {
        var spent = Duration.between(from, now);
        later = spent.compareTo(MAX_PREPARATION) < 0 ? spent : MAX_PREPARATION;
        until = until.plus(later);
      }
    }
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
      if (poll.isCancelled(later)) {
        synchronized (budgetFrom) {
          budgetFrom.set(null);
          until = now;
        }
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
