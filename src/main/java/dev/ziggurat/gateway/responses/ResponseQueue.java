package dev.ziggurat.gateway.responses;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.db.GroupWriter;
import dev.ziggurat.db.OwnedRowRetention;
import dev.ziggurat.gateway.GatewayConfig;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/**
 * Writes responses to the database behind their answers, as {@code
 * ziggurat.gateway.ledger-gathering} says. When too much waits, nothing more is kept. Whoever looks
 * a response up has to {@link #flush} first.
 */
@Singleton
class ResponseQueue {

  private static final long MAX_BYTES = 64L << 20;
  private static final int MAX_GROUP = 64;
  private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(5);

  private final ResponseStore store;
  private final OwnedRowRetention retention;
  private final GroupWriter<KeptRow> writer;
  private final boolean gathers;

  ResponseQueue(
      ResponseStore store,
      ResponsesConfig responses,
      GatewayConfig config,
      Database database,
      InstantSource time) {
    this.store = store;
    this.retention =
        new OwnedRowRetention(
            database,
            time,
            "response",
            "id",
            "used_at",
            responses.keep(),
            responses.perKey().asLongValue());
    this.gathers = config.ledgerGathering().isPositive();
    this.writer =
        new GroupWriter<>(
            "responses-of-gateway",
            config.ledgerGathering(),
            MAX_GROUP,
            MAX_BYTES,
            KeptRow::bytes,
            this::write);
  }

  /**
   * Queues a response; where gathering is zero it is written when this returns.
   *
   * @return false if it will not be kept, because too much waits
   */
  boolean add(KeptRow row) {
    var queued = writer.offer(row, 0);
    if (queued && !gathers) {
      flush();
    }
    return queued;
  }

  /** Waits until everything queued so far is written, at most five seconds. */
  void flush() {
    writer.flush(FLUSH_TIMEOUT);
  }

  /** Deletes what is due, as it is done from time to time. */
  void deleteOld(UUID owner) {
    retention.run(owner);
  }

  private void write(List<KeptRow> group) {
    try {
      store.save(group);
      retention.begin(group.getLast().owner());
    } catch (DatabaseException failed) {
      Log.warnf("%d responses could not be kept: %s", group.size(), failed.getMessage());
    }
  }

  void flushAtShutdown(@Observes ShutdownEvent end) {
    flush();
  }
}
