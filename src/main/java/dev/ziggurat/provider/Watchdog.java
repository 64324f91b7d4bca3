package dev.ziggurat.provider;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A timeout that is restarted for every wait of a stream. All waits share one Vert.x timer, so that
 * a restart is cheap.
 */
final class Watchdog implements AutoCloseable {

  private static final long UNSET = Long.MAX_VALUE;

  private final Vertx vertx;
  private final Runnable onTimeout;
  private long deadlineNanos = UNSET;
  private long timerNanos = UNSET;
  private long timer;
  private boolean closed;

  /**
   * @param onTimeout runs once, when a wait exceeds its timeout
   */
  Watchdog(Vertx vertx, Runnable onTimeout) {
    this.vertx = vertx;
    this.onTimeout = onTimeout;
  }

  /** Starts or restarts the timeout. */
  synchronized void start(Duration timeout) {
    deadlineNanos = System.nanoTime() + timeout.toNanos();
    if (timerNanos == UNSET) {
      schedule(timeout);
    } else if (deadlineNanos < timerNanos) {
      vertx.cancelTimer(timer);
      schedule(timeout);
    }
  }

  /** Stops the timeout until the next {@link #start}. */
  synchronized void stop() {
    deadlineNanos = UNSET;
  }

  private void schedule(Duration timeout) {
    var millis = Math.max(1, timeout.toMillis());
    timerNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    timer = vertx.setTimer(millis, _ -> check());
  }

  private void check() {
    if (isExpired()) {
      onTimeout.run();
    }
  }

  private synchronized boolean isExpired() {
    timerNanos = UNSET;
    if (closed || deadlineNanos == UNSET) {
      return false;
    }
    var left = Duration.ofNanos(deadlineNanos - System.nanoTime());
    if (left.isPositive()) {
      schedule(left);
      return false;
    }
    closed = true;
    return true;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (timerNanos != UNSET) {
      vertx.cancelTimer(timer);
    }
  }
}
