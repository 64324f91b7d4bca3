package dev.ziggurat.gateway.responses;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.OwnedRowQueue;
import dev.ziggurat.db.OwnedRowRetention;
import dev.ziggurat.gateway.GatewayConfig;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.UUID;

/**
 * Writes responses to the database behind their answers, as {@code
 * ziggurat.gateway.ledger-gathering} says. When too much waits, nothing more is kept. Whoever looks
 * a response up has to {@link #flush} first.
 */
@Singleton
class ResponseQueue {

  private static final long MAX_BYTES = 64L << 20;

  private final OwnedRowQueue<KeptRow> rows;

  ResponseQueue(
      ResponseStore store,
      ResponsesConfig responses,
      GatewayConfig config,
      Database database,
      InstantSource time) {
    this.rows =
        new OwnedRowQueue<>(
            "responses-of-gateway",
            config.ledgerGathering(),
            MAX_BYTES,
            new OwnedRowRetention(
                database,
                time,
                "response",
                "id",
                "used_at",
                responses.keep(),
                responses.perKey().asLongValue()),
            store::save,
            (count, failed) ->
                Log.warnf("%d responses could not be kept: %s", count, failed.getMessage()));
  }

  /**
   * Queues a response; where gathering is zero it is written when this returns.
   *
   * @return false if it will not be kept, because too much waits
   */
  boolean add(KeptRow row) {
    return rows.add(row);
  }

  /** Waits until everything queued so far is written, at most five seconds. */
  void flush() {
    rows.flush();
  }

  /** Deletes what is due, as it is done from time to time. */
  void deleteOld(UUID owner) {
    rows.deleteOld(owner);
  }

  void flushAtShutdown(@Observes ShutdownEvent end) {
    flush();
  }
}
