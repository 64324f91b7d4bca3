package dev.ziggurat.ledger;

import dev.ziggurat.db.Database;
import dev.ziggurat.money.NanoDollars;
import jakarta.inject.Singleton;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Forecasts what games spend, counted as their budgets count it. */
@Singleton
public class SpendForecasts {

  private final Usage usage;
  private final Database database;

  SpendForecasts(Usage usage, Database database) {
    this.usage = usage;
    this.database = database;
  }

  /**
   * The forecast of a game to the end of this month.
   *
   * @param budget of the game
   */
  public SpendForecast of(String game, GameBudget budget, Instant now) {
    var today = now.truncatedTo(ChronoUnit.DAYS);
    var month = today.atOffset(ZoneOffset.UTC).withDayOfMonth(1).toInstant();
    var limits =
        new SpendForecast.Limits(
            budget.day(),
            budget.month(),
            budget.day().hard().isPresent() ? spent(game, today, now) : NanoDollars.ZERO);
    return SpendForecast.of(
        firstTick(game), spent(game, month, now), spentSince(game, now), limits, now);
  }

  private NanoDollars spent(String game, Instant from, Instant now) {
    return new NanoDollars(
        usage
            .report(
                new UsageQuery(
                    from,
                    now,
                    UsageBy.GAME,
                    Optional.empty(),
                    Optional.of(game),
                    Optional.empty(),
                    Optional.empty()))
            .total()
            .atMostNanoUsd());
  }

  private Optional<Instant> firstTick(String game) {
    return database
        .first(
            "select started_at from tick where game_id = :gameId order by number limit 1",
            parameters -> parameters.setString("gameId", game),
            row -> row.getTimestamp(1))
        .map(Timestamp::toInstant);
  }

  /** By its ticks, because attempts are found by game and tick. */
  private NanoDollars spentSince(String game, Instant now) {
    return database
        .first(
            """
            select coalesce(sum(at_most_nano), 0) from attempt
            where game_id = :gameId and at >= :since
              and tick >= (select coalesce(max(number), 0) from tick
                where game_id = :gameId2 and started_at < :since2)
            """,
            parameters -> {
              var since = now.minus(SpendForecast.MEASURED);
              parameters.setString("gameId", game);
              parameters.setInstant("since", since);
              parameters.setString("gameId2", game);
              parameters.setInstant("since2", since);
            },
            row -> new NanoDollars(row.getLong(1)))
        .orElse(NanoDollars.ZERO);
  }
}
