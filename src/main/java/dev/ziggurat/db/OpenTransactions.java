package dev.ziggurat.db;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Counts open transactions, and rejects new ones after all shutdown observers have had their last
 * chance to write. A transaction begun while the transaction manager stops would never complete,
 * and the process would wait minutes for its timeout.
 */
@Singleton
class OpenTransactions {

  private static final int MAX_TRANSACTIONS = 1_000_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final Semaphore places = new Semaphore(MAX_TRANSACTIONS);
  private final Duration timeout;
  private volatile boolean closed;

  @Inject
  OpenTransactions() {
    this(TIMEOUT);
  }

  OpenTransactions(Duration timeout) {
    this.timeout = timeout;
  }

  /**
   * Registers a new transaction.
   *
   * @throws DatabaseClosing if no new ones are accepted
   */
  void begin() {
    if (closed || !places.tryAcquire()) {
      throw new DatabaseClosing();
    }
  }

  /** Unregisters a completed transaction. */
  void end() {
    places.release();
  }

  /** Runs just before {@code EmbeddedDatabaseShutdown} stops the embedded server. */
  void leave(@Observes @Priority(Integer.MAX_VALUE - 1) ShutdownEvent end)
      throws InterruptedException {
    closed = true;
    if (!places.tryAcquire(MAX_TRANSACTIONS, timeout.toMillis(), TimeUnit.MILLISECONDS)) {
      Log.warnf(
          "%d transactions are still open at shutdown",
          MAX_TRANSACTIONS - places.availablePermits());
    }
  }
}
