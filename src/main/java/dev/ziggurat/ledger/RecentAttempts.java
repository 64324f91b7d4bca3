package dev.ziggurat.ledger;

import dev.ziggurat.db.Database;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.Provider;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;

/** Recent successes and failures of inference at the providers, over all instances. */
@Singleton
public class RecentAttempts {

  private static final Duration WINDOW = Duration.ofHours(1);

  /** The newest attempts per provider that are summed. */
  private static final int MAX_ATTEMPTS = 1_000;

  private final Database database;
  private final InstantSource time;

  RecentAttempts(Database database, InstantSource time) {
    this.database = database;
    this.time = time;
  }

  /**
   * Results of a provider in the last hour, at most its newest thousand attempts.
   *
   * @param successes usable answers, late ones among them
   * @param p50Millis p50 latency of the successes; empty without successes
   * @param p95Millis p95 latency of the successes; empty without successes
   * @param lastFailure the newest failure, however old
   */
  public record Recent(
      long attempts,
      long successes,
      OptionalLong p50Millis,
      OptionalLong p95Millis,
      Optional<Failure> lastFailure) {}

  /** A failed attempt. */
  public record Failure(
      Instant at, OutcomeClass outcome, int httpStatus, String model, Optional<String> reason) {}

  /** Recent attempts of a provider, also without any. */
  public Recent of(Provider provider) {
    return database
        .first(
            """
            select attempts, successes, p50, p95, failed.*
            from (
              select count(*) as attempts,
                count(*) filter (where outcome in ('OK', 'LATE')) as successes,
                percentile_disc(0.5) within group (order by latency_millis)
                  filter (where outcome in ('OK', 'LATE')) as p50,
                percentile_disc(0.95) within group (order by latency_millis)
                  filter (where outcome in ('OK', 'LATE')) as p95
              from (
                select outcome, latency_millis from attempt
                where provider = :provider and at > :at and outcome not in ('ORPHANED', 'CACHED', 'SKIPPED')
                  and source <> 'training'
                order by at desc limit :limit) newest) told
            left join (
              select at, outcome, http_status, model_asked, reason from attempt
              where provider = :provider and outcome not in ('OK', 'LATE', 'SKIPPED') and outcome <> 'CACHED'
                and source <> 'training'
              order by at desc limit 1) failed on true
            """,
            parameters -> {
              parameters.setString("provider", provider.id());
              parameters.setInstant("at", time.instant().minus(WINDOW));
              parameters.setInt("limit", MAX_ATTEMPTS);
            },
            RecentAttempts::read)
        .orElseThrow();
  }

  private static Recent read(ResultSet row) throws SQLException {
    return new Recent(
        row.getLong("attempts"),
        row.getLong("successes"),
        millis(row, "p50"),
        millis(row, "p95"),
        failure(row));
  }

  private static OptionalLong millis(ResultSet row, String column) throws SQLException {
    var millis = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(millis);
  }

  private static Optional<Failure> failure(ResultSet row) throws SQLException {
    var at = row.getTimestamp("at");
    return at == null
        ? Optional.empty()
        : Optional.of(
            new Failure(
                at.toInstant(),
                OutcomeClass.valueOf(row.getString("outcome")),
                row.getInt("http_status"),
                row.getString("model_asked"),
                Optional.ofNullable(row.getString("reason"))));
  }
}
