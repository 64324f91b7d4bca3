package dev.ziggurat.db;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Counts the transactions under way, and lets none begin once everybody had a chance to say goodbye
 * to the database. One that began while the transaction manager ends would never be completed, and
 * the process would wait for its time limit, which is minutes.
 */
@Singleton
class OpenTransactions {

  private static final int MOST = 1_000_000;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Semaphore places = new Semaphore(MOST);
  private volatile boolean left;

  /**
   * One begins.
   *
   * @throws DatabaseClosing if none may any more
   */
  void begin() {
    if (left || !places.tryAcquire()) {
      throw new DatabaseClosing();
    }
  }

  /** It is completed. */
  void end() {
    places.release();
  }

  /** Runs just before {@code EmbeddedDatabaseShutdown} stops the embedded server. */
  void leave(@Observes @Priority(Integer.MAX_VALUE - 1) ShutdownEvent end)
      throws InterruptedException {
    left = true;
    if (!places.tryAcquire(MOST, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      Log.warnf("%d transactions are still open at the end", MOST - places.availablePermits());
    }
  }
}
