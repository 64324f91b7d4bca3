package dev.ziggurat.provider;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Tells when something takes too long to come. One timer serves all waits of a stream, however many
 * there are.
 */
final class Watchdog implements AutoCloseable {

  private static final long ASLEEP = Long.MAX_VALUE;

  private final Vertx vertx;
  private final Runnable bite;
  private long until = ASLEEP;
  private long wakes = ASLEEP;
  private long timer;
  private boolean closed;

  /**
   * @param bite what to do when a wait takes too long; done once
   */
  Watchdog(Vertx vertx, Runnable bite) {
    this.vertx = vertx;
    this.bite = bite;
  }

  /** From now on something is waited for that may take so long. */
  synchronized void watch(Duration patience) {
    until = System.nanoTime() + patience.toNanos();
    if (wakes == ASLEEP) {
      sleep(patience);
    } else if (until < wakes) {
      vertx.cancelTimer(timer);
      sleep(patience);
    }
  }

  /** Nothing is waited for. */
  synchronized void rest() {
    until = ASLEEP;
  }

  private void sleep(Duration patience) {
    var millis = Math.max(1, patience.toMillis());
    wakes = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    timer = vertx.setTimer(millis, _ -> look());
  }

  private void look() {
    if (isOverdue()) {
      bite.run();
    }
  }

  private synchronized boolean isOverdue() {
    wakes = ASLEEP;
    if (closed || until == ASLEEP) {
      return false;
    }
    var left = Duration.ofNanos(until - System.nanoTime());
    if (left.isPositive()) {
      sleep(left);
      return false;
    }
    closed = true;
    return true;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (wakes != ASLEEP) {
      vertx.cancelTimer(timer);
    }
  }
}
