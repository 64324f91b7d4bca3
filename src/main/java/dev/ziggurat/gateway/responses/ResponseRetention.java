package dev.ziggurat.gateway.responses;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.DatabaseException;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Deletes responses that were not used for the retention period, and the oldest of a key that keeps
 * too much.
 */
@Singleton
class ResponseRetention {

  private static final int MAX_ROWS = 5_000;
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final Database database;
  private final ResponsesConfig config;
  private final InstantSource time;
  private final AtomicReference<Instant> last = new AtomicReference<>(Instant.MIN);

  ResponseRetention(Database database, ResponsesConfig config, InstantSource time) {
    this.database = database;
    this.config = config;
    this.time = time;
  }

  /**
   * Runs in the background after a response was kept, at most once a minute: where nothing is kept,
   * nothing is to be done. A failure is retried after the next.
   *
   * @param owner whose responses are counted
   */
  void begin(UUID owner) {
    var now = time.instant();
    var before = last.get();
    if (before.isBefore(now.minus(PAUSE)) && last.compareAndSet(before, now)) {
      Thread.ofVirtual().name("response-retention").start(() -> run(owner));
    }
  }

  /** Deletes what is due, at most {@value #MAX_ROWS} rows of either kind. */
  void run(UUID owner) {
    try {
      removeUnused();
      removeExcess(owner);
    } catch (DatabaseException failed) {
      Log.warnf("Old responses could not be deleted: %s", failed.getMessage());
    }
  }

  private void removeUnused() {
    database.update(
        """
        delete from response where id in (
          select id from response where used_at < :due order by used_at limit :limit)
        """,
        parameters -> {
          parameters.setInstant("due", time.instant().minus(config.keep()));
          parameters.setInt("limit", MAX_ROWS);
        });
  }

  private void removeExcess(UUID owner) {
    database.update(
        """
        delete from response where id in (
          select id from (
            select id, sum(bytes) over (order by used_at desc, id desc) as total
            from response where owner = :owner) as kept
          where total > :most limit :limit)
        """,
        parameters -> {
          parameters.setObject("owner", owner);
          parameters.setLong("most", config.perKey().asLongValue());
          parameters.setInt("limit", MAX_ROWS);
        });
  }
}
