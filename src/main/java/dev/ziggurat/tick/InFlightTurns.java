package dev.ziggurat.tick;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Counts the agents that think in this process. After their tick has moved on they are stragglers,
 * with what they cost still to be written down: whoever ends or freezes the process waits for them.
 */
@Singleton
public class InFlightTurns {

  private static final int MOST = 1_000_000;

  private final Semaphore places = new Semaphore(MOST);

  /** An agent begins. */
  void begin() {
    places.acquireUninterruptibly();
  }

  /** An agent has thought, and it is written down or handed to somebody who will. */
  void end() {
    places.release();
  }

  /**
   * Waits until nobody thinks any more.
   *
   * @return false when that takes longer than the patience
   */
  public boolean awaitNobody(Duration patience) throws InterruptedException {
    if (!places.tryAcquire(MOST, patience.toMillis(), TimeUnit.MILLISECONDS)) {
      return false;
    }
    places.release(MOST);
    return true;
  }
}
