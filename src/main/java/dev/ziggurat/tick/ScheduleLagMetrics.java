package dev.ziggurat.tick;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.DatabaseException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.ToDoubleFunction;

/**
 * Metrics of how late the running games tick. Read from the database at each scrape, because a cron
 * job's or a Lambda's process ends before it could be scraped.
 */
@Singleton
class ScheduleLagMetrics implements MeterBinder {

  /** All gauges of one scrape are read at once. */
  private static final Duration MAX_AGE = Duration.ofSeconds(1);

  /**
   * Lag and failures of the running games.
   *
   * @param running number of running games
   * @param failing number of games whose last closed tick failed
   * @param overdue the largest number of periods since a game closed its last tick, was created or
   *     resumed
   */
  private record Reading(Instant at, double running, double failing, double overdue) {

    static Reading unknown(Instant at) {
      return new Reading(at, Double.NaN, Double.NaN, Double.NaN);
    }
  }

  private final Database database;
  private final InstantSource time;
  private Reading last = Reading.unknown(Instant.EPOCH);

  ScheduleLagMetrics(Database database, InstantSource time) {
    this.database = database;
    this.time = time;
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    gauge(meters, "ziggurat.games.running", Reading::running);
    gauge(meters, "ziggurat.games.failing", Reading::failing);
    gauge(meters, "ziggurat.games.overdue.periods", Reading::overdue);
  }

  private void gauge(MeterRegistry meters, String name, ToDoubleFunction<Reading> value) {
    Gauge.builder(name, this, self -> value.applyAsDouble(self.reading())).register(meters);
  }

  private synchronized Reading reading() {
    var now = time.instant();
    if (Duration.between(last.at(), now).abs().compareTo(MAX_AGE) > 0) {
      last = read(now);
    }
    return last;
  }

  private Reading read(Instant now) {
    try {
      return database
          .first(
              """
              select count(*) as running,
                count(*) filter (where outcome = 'failed') as failing,
                coalesce(max(extract(epoch from :now - greatest(coalesce(closed_at, created_at), running_since)) * 1000
                  / period_millis), 0) as overdue
              from game left join lateral (
                select outcome, closed_at from tick
                where game_id = game.id and phase = 'closed' order by number desc limit 1) on true
              where state = 'running' and deleted_at is null
              """,
              parameters -> parameters.setInstant("now", now),
              row -> reading(now, row))
          .orElseThrow();
    } catch (DatabaseException unreachable) {
      return Reading.unknown(now);
    }
  }

  private static Reading reading(Instant now, ResultSet row) throws SQLException {
    return new Reading(
        now, row.getDouble("running"), row.getDouble("failing"), row.getDouble("overdue"));
  }
}
