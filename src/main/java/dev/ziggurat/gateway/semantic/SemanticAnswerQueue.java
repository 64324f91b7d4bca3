package dev.ziggurat.gateway.semantic;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.OwnedRowQueue;
import dev.ziggurat.db.OwnedRowRetention;
import dev.ziggurat.gateway.GatewayConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.UUID;

/**
 * Writes answers to the database behind their callers, as {@code ziggurat.gateway.ledger-gathering}
 * says. When too much waits, or the database is away, they are counted as {@code
 * ziggurat_gateway_semantic_cache_lost_total} and not kept.
 */
@Singleton
class SemanticAnswerQueue {

  private static final long MAX_BYTES = 32L << 20;

  private final OwnedRowQueue<SemanticAnswer> rows;
  private final Counter lost;

  SemanticAnswerQueue(
      SemanticAnswerStore store,
      SemanticCacheConfig config,
      GatewayConfig gateway,
      Database database,
      MeterRegistry meters,
      InstantSource time) {
    this.lost = meters.counter("ziggurat.gateway.semantic.cache.lost");
    this.rows =
        new OwnedRowQueue<>(
            "semantic-cache",
            gateway.ledgerGathering(),
            MAX_BYTES,
            new OwnedRowRetention(
                database,
                time,
                "semantic_answer",
                "call_id",
                "at",
                config.keep(),
                config.perKey().asLongValue()),
            store::save,
            (count, _) -> lost.increment(count));
  }

  /** Queues an answer; where gathering is zero it is written when this returns. */
  void add(SemanticAnswer row) {
    if (!rows.add(row)) {
      lost.increment();
    }
  }

  /** Deletes what is due, as it is done from time to time. */
  void deleteOld(UUID owner) {
    rows.deleteOld(owner);
  }

  void flushAtShutdown(@Observes ShutdownEvent end) {
    rows.flush();
  }
}
