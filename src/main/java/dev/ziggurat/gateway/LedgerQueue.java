package dev.ziggurat.gateway;

import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.db.GroupWriter;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Ledger;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/**
 * Writes attempts to the ledger behind the answers, in groups of one transaction each. When too
 * many wait, callers wait; nothing is dropped.
 */
@Singleton
class LedgerQueue {

  private static final int MAX_GROUP = 512;
  private static final Duration RETRY_DELAY = Duration.ofMillis(200);
  private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(10);

  private final Ledger ledger;
  private final GroupWriter<Attempt> writer;
  private final int capacity;
  private final boolean gathers;

  LedgerQueue(Ledger ledger, GatewayConfig config) {
    this.ledger = ledger;
    this.capacity = config.ledgerQueue();
    this.gathers = config.ledgerGathering().isPositive();
    this.writer =
        new GroupWriter<>(
            "ledger-of-gateway",
            config.ledgerGathering(),
            MAX_GROUP,
            capacity,
            _ -> 1,
            this::write);
  }

  /**
   * Queues a call's attempts; waits while the queue is full, and for the write if gathering is
   * zero.
   */
  void add(List<Attempt> attempts) {
    attempts.forEach(writer::put);
    if (!gathers) {
      flush();
    }
  }

  /**
   * Queues the note of a call that cost nothing, unless the queue is half full: money spent goes
   * first. Never waits.
   */
  void offer(Attempt note) {
    writer.offer(note, capacity / 2);
  }

  /**
   * Waits until everything queued so far is in the ledger, at most ten seconds.
   *
   * @return false if it is not
   */
  boolean flush() {
    return writer.flush(FLUSH_TIMEOUT);
  }

  /** Retries while the database does not answer: spent money must be recorded. */
  private void write(List<Attempt> group) {
    for (var logged = false; ; logged = true) {
      try {
        ledger.record(group);
        return;
      } catch (DatabaseException away) {
        if (!logged) {
          Log.errorf(
              "%d attempts could not be written to the ledger, retrying: %s",
              group.size(), away.getMessage());
        }
        if (!pause()) {
          return;
        }
      }
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(RETRY_DELAY);
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  void flushAtShutdown(@Observes ShutdownEvent end) {
    if (!flush()) {
      Log.errorf(
          "%d attempts could not be written to the ledger before shutdown", writer.unwritten());
    }
  }
}
