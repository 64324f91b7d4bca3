package dev.ziggurat.provider;

import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Ends a read that takes too long: a thread that reads from a connection can only be freed by
 * closing that. One timer serves all reads of a stream, however many there are.
 */
final class Watchdog implements AutoCloseable {

  private static final long ASLEEP = Long.MAX_VALUE;

  private final Vertx vertx;
  private final Runnable bite;
  private long until = ASLEEP;
  private boolean running;
  private boolean bitten;
  private boolean closed;

  /**
   * @param bite what to do when a read takes too long; done once
   */
  Watchdog(Vertx vertx, Runnable bite) {
    this.vertx = vertx;
    this.bite = bite;
  }

  /** From now on a read is under way that may take so long. */
  synchronized void watch(Duration patience) {
    until = System.nanoTime() + patience.toNanos();
    if (!running) {
      running = true;
      sleep(patience);
    }
  }

  /** No read is under way. */
  synchronized void rest() {
    until = ASLEEP;
  }

  /** Whether a read took too long. */
  synchronized boolean hasBitten() {
    return bitten;
  }

  private void sleep(Duration patience) {
    vertx.setTimer(Math.max(1, patience.toMillis()), _ -> look());
  }

  private synchronized void look() {
    var left =
        until == ASLEEP ? Duration.ofSeconds(1) : Duration.ofNanos(until - System.nanoTime());
    if (closed) {
      running = false;
    } else if (left.isPositive()) {
      sleep(left);
    } else {
      bitten = true;
      running = false;
      bite.run();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
  }
}
