package dev.ziggurat.gateway.semantic;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.db.GroupWriter;
import dev.ziggurat.db.OwnedRowRetention;
import dev.ziggurat.gateway.GatewayConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/**
 * Writes answers to the database behind their callers, as {@code ziggurat.gateway.ledger-gathering}
 * says. When too much waits, or the database is away, they are counted as {@code
 * ziggurat_gateway_semantic_cache_lost_total} and not kept.
 */
@Singleton
class SemanticAnswerQueue {

  private static final long MAX_BYTES = 32L << 20;
  private static final int MAX_GROUP = 64;
  private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(5);

  private final SemanticAnswerStore store;
  private final OwnedRowRetention retention;
  private final GroupWriter<SemanticAnswer> writer;
  private final boolean gathers;
  private final Counter lost;

  SemanticAnswerQueue(
      SemanticAnswerStore store,
      SemanticCacheConfig config,
      GatewayConfig gateway,
      Database database,
      MeterRegistry meters,
      InstantSource time) {
    this.store = store;
    this.retention =
        new OwnedRowRetention(
            database,
            time,
            "semantic_answer",
            "call_id",
            "at",
            config.keep(),
            config.perKey().asLongValue());
    this.gathers = gateway.ledgerGathering().isPositive();
    this.lost = meters.counter("ziggurat.gateway.semantic.cache.lost");
    this.writer =
        new GroupWriter<>(
            "semantic-cache",
            gateway.ledgerGathering(),
            MAX_GROUP,
            MAX_BYTES,
            SemanticAnswer::bytes,
            this::write);
  }

  /** Queues an answer; where gathering is zero it is written when this returns. */
  void add(SemanticAnswer row) {
    if (!writer.offer(row, 0)) {
      lost.increment();
    } else if (!gathers) {
      writer.flush(FLUSH_TIMEOUT);
    }
  }

  /** Deletes what is due, as it is done from time to time. */
  void deleteOld(UUID owner) {
    retention.run(owner);
  }

  private void write(List<SemanticAnswer> group) {
    try {
      store.save(group);
      retention.begin(group.getLast().owner());
    } catch (DatabaseException failed) {
      lost.increment(group.size());
    }
  }

  void flushAtShutdown(@Observes ShutdownEvent end) {
    writer.flush(FLUSH_TIMEOUT);
  }
}
