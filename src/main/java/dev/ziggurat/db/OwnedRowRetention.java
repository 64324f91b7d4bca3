package dev.ziggurat.db;

import io.quarkus.logging.Log;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Deletes rows that are older than the retention period, and the oldest of an owner who keeps too
 * much. The table has the columns {@code owner} and {@code bytes}, and one for its age.
 */
public final class OwnedRowRetention {

  private static final int MAX_ROWS = 5_000;
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final Database database;
  private final InstantSource time;
  private final String table;
  private final String id;
  private final String age;
  private final Duration keep;
  private final long maxBytesPerOwner;
  private final AtomicReference<Instant> last = new AtomicReference<>(Instant.MIN);

  /**
   * Creates the retention of one table.
   *
   * @param id the column of its primary key
   * @param age the column of the time that the period begins with
   */
  public OwnedRowRetention(
      Database database,
      InstantSource time,
      String table,
      String id,
      String age,
      Duration keep,
      long maxBytesPerOwner) {
    this.database = database;
    this.time = time;
    this.table = table;
    this.id = id;
    this.age = age;
    this.keep = keep;
    this.maxBytesPerOwner = maxBytesPerOwner;
  }

  /**
   * Runs in the background after a row was written, at most once a minute: where nothing is kept,
   * nothing is to be done. A failure is retried after the next.
   *
   * @param owner whose rows are counted
   */
  public void begin(UUID owner) {
    var now = time.instant();
    var before = last.get();
    if (before.isBefore(now.minus(PAUSE)) && last.compareAndSet(before, now)) {
      Thread.ofVirtual().name("retention-of-" + table).start(() -> run(owner));
    }
  }

  /** Deletes what is due, at most {@value #MAX_ROWS} rows of either kind. */
  public void run(UUID owner) {
    try {
      removeOld();
      removeExcess(owner);
    } catch (DatabaseException failed) {
      Log.warnf("Old rows of %s could not be deleted: %s", table, failed.getMessage());
    }
  }

  private void removeOld() {
    database.update(
        "delete from %s where %s in (select %s from %s where %s < :due order by %s limit :limit)"
            .formatted(table, id, id, table, age, age),
        parameters -> {
          parameters.setInstant("due", time.instant().minus(keep));
          parameters.setInt("limit", MAX_ROWS);
        });
  }

  private void removeExcess(UUID owner) {
    database.update(
        """
        delete from %s where %s in (
          select %s from (
            select %s, sum(bytes) over (order by %s desc, %s desc) as total
            from %s where owner = :owner) as kept
          where total > :most limit :limit)
        """
            .formatted(table, id, id, id, age, id, table),
        parameters -> {
          parameters.setObject("owner", owner);
          parameters.setLong("most", maxBytesPerOwner);
          parameters.setInt("limit", MAX_ROWS);
        });
  }
}
