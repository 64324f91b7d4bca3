package dev.ziggurat.tick;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Counts the turns in flight in this process, including late ones whose tick has moved on and whose
 * cost is still to be recorded. Wait for them before the process ends or is frozen.
 */
@Singleton
public class InFlightTurns {

  private static final int MAX_TURNS = 1_000_000;

  private final Semaphore places = new Semaphore(MAX_TURNS);

  /** A turn begins. */
  void begin() {
    places.acquireUninterruptibly();
  }

  /** A turn has ended and is journaled, or queued for the journal. */
  void end() {
    places.release();
  }

  /**
   * Waits until no turn is in flight.
   *
   * @return false on timeout
   */
  public boolean awaitIdle(Duration timeout) throws InterruptedException {
    if (!places.tryAcquire(MAX_TURNS, timeout.toMillis(), TimeUnit.MILLISECONDS)) {
      return false;
    }
    places.release(MAX_TURNS);
    return true;
  }
}
