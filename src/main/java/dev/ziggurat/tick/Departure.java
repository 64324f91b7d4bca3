package dev.ziggurat.tick;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets ticks end before their process does. From then on no trigger is heard here; a tick that
 * takes too long is left to the next runner, as after a crash.
 */
@Singleton
public class Departure {

  private static final int MOST_AT_ONCE = 10_000;

  private final Semaphore places = new Semaphore(MOST_AT_ONCE);
  private final Duration farewell;
  private volatile boolean ending;

  @Inject
  Departure(TickConfig config) {
    this(config.farewell());
  }

  Departure(Duration farewell) {
    this.farewell = farewell;
  }

  /**
   * Takes a place for what a trigger does.
   *
   * @throws ProcessEnding when the process is about to end
   */
  public void enter() {
    if (ending || !places.tryAcquire()) {
      throw new ProcessEnding();
    }
  }

  /** Gives the place back. */
  public void leave() {
    places.release();
  }

  void await(@Observes ShutdownEvent end) throws InterruptedException {
    ending = true;
    var running = MOST_AT_ONCE - places.availablePermits();
    if (running > 0) {
      Log.infof("Waiting for the ticks of %d triggers to end", running);
    }
    if (!places.tryAcquire(MOST_AT_ONCE, farewell.toMillis(), TimeUnit.MILLISECONDS)) {
      Log.warn("A tick has not ended in time: the next trigger elsewhere takes it over");
    }
  }
}
