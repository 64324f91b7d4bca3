package dev.ziggurat.tick;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets ticks end before their process does. From then on no tick begins here; one that takes too
 * long is left to the next runner, as after a crash.
 */
@Singleton
class Departure {

  private static final int MOST_AT_ONCE = 10_000;

  private final Semaphore places = new Semaphore(MOST_AT_ONCE);
  private final TickConfig config;

  Departure(TickConfig config) {
    this.config = config;
  }

  /** A place for a tick; false when the process is about to end. */
  boolean enter() {
    return places.tryAcquire();
  }

  /** Gives the place back. */
  void leave() {
    places.release();
  }

  void await(@Observes ShutdownEvent end) throws InterruptedException {
    var running = MOST_AT_ONCE - places.availablePermits();
    if (running > 0) {
      Log.infof("Waiting for %d ticks to end", running);
    }
    if (!places.tryAcquire(MOST_AT_ONCE, config.farewell().toMillis(), TimeUnit.MILLISECONDS)) {
      Log.warn("A tick has not ended in time: the next trigger elsewhere takes it over");
    }
  }
}
