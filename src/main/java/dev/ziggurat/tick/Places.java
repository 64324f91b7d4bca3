package dev.ziggurat.tick;

import io.quarkus.logging.Log;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The calls that a tick makes at once. */
final class Places {

  /** How long late calls get to close their connections after the deadline. */
  private static final Duration GRACE = Duration.ofMillis(250);

  private final int all;
  private final Semaphore free;

  Places(int all) {
    this.all = all;
    this.free = new Semaphore(all);
  }

  /** Waits for a place until the deadline; false if there is none, or the process shuts down. */
  boolean enter(ThinkingTime thinking) {
    if (!acquired(1, thinking)) {
      return false;
    }
    if (thinking.isShuttingDown()) {
      leave();
      return false;
    }
    return true;
  }

  /** Takes a place if there is one now. */
  boolean tryEnter() {
    return free.tryAcquire();
  }

  /** Gives a place back. */
  void leave() {
    free.release();
  }

  /** Whether so many were acquired before the deadline. */
  private boolean acquired(int wanted, ThinkingTime thinking) {
    try {
      var acquired = free.tryAcquire(wanted);
      while (!acquired && !thinking.isOver()) {
        acquired =
            free.tryAcquire(wanted, thinking.untilNextPoll().toNanos(), TimeUnit.NANOSECONDS);
      }
      return acquired;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Waits until all places are free, or shortly beyond the deadline. */
  void awaitAll(ThinkingTime thinking) {
    try {
      if (!acquired(all, thinking)
          && !free.tryAcquire(all, GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        Log.warn("Some calls are still in flight after the deadline; their answers will be late");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
