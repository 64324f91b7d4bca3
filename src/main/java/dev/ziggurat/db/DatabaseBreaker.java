package dev.ziggurat.db;

import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A circuit breaker for a database that hangs: it refuses nothing, but does not answer. A call
 * would wait for its pool or socket at each of its statements, one after the other. So the breaker
 * opens after one such wait during which nobody was answered. While it is open statements fail at
 * once, except one after each pause, which finds out whether the database answers again. A refusal
 * that comes soon does not open it. Thread-safe.
 */
final class DatabaseBreaker {

  /** A failure that took less was not a wait. */
  static final Duration SLOW = Duration.ofSeconds(5);

  /** How long everything fails at once before one statement tries again. */
  static final Duration PAUSE = Duration.ofSeconds(2);

  /** When another may try, though the one that tries has not come back. */
  static final Duration LONGEST_TRY = Duration.ofSeconds(12);

  private static final String CONNECTION_FAILURE = "08006";

  private final LongSupplier nanos;
  private final AtomicLong nextTryNanos = new AtomicLong();

  private volatile boolean open;
  private volatile long answeredNanos;

  DatabaseBreaker(LongSupplier nanos) {
    this.nanos = nanos;
    this.answeredNanos = nanos.getAsLong();
  }

  /**
   * A statement begins.
   *
   * @return when, for {@link #failed}
   * @throws DatabaseException if the breaker is open and it is not yet time to try again
   */
  long begin() {
    var now = nanos.getAsLong();
    var next = nextTryNanos.get();
    if (open
        && (now - next < 0 || !nextTryNanos.compareAndSet(next, now + LONGEST_TRY.toNanos()))) {
      throw refused();
    }
    return now;
  }

  /**
   * A transaction begins, whose first statement may be the one that tries.
   *
   * @return when, for {@link #failed}
   * @throws DatabaseException as {@link #begin}
   */
  long beginTransaction() {
    var now = nanos.getAsLong();
    if (open && now - nextTryNanos.get() < 0) {
      throw refused();
    }
    return now;
  }

  private static DatabaseException refused() {
    return new DatabaseException(
        new SQLTransientConnectionException(
            "the database did not answer a moment ago", CONNECTION_FAILURE));
  }

  /** The database answered. */
  void answered() {
    answeredNanos = nanos.getAsLong();
    open = false;
  }

  /** What began at this time failed. */
  void failed(long startedNanos, Throwable failure) {
    var now = nanos.getAsLong();
    if (now - startedNanos >= SLOW.toNanos()
        && startedNanos - answeredNanos > 0
        && DatabaseOutage.isSilence(failure)) {
      nextTryNanos.set(now + PAUSE.toNanos());
      open = true;
    }
  }
}
