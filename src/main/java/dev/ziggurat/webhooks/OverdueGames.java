package dev.ziggurat.webhooks;

import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Finds running games that nothing has triggered for longer than their period, and writes down who
 * is to be told: once per spell, which begins with the slot of the last tick, or when the game was
 * created or resumed.
 */
@Singleton
class OverdueGames {

  private static final int MOST_AT_ONCE = 100;

  private final Database database;
  private final Outbox outbox;
  private final EventTexts texts;
  private final WebhooksConfig config;
  private final InstantSource time;

  OverdueGames(
      Database database,
      Outbox outbox,
      EventTexts texts,
      WebhooksConfig config,
      InstantSource time) {
    this.database = database;
    this.outbox = outbox;
    this.texts = texts;
    this.config = config;
    this.time = time;
  }

  private record Overdue(String game, Instant since, Duration period) {}

  /** Looks at all games; where no webhook asks for it, one look at an empty table. */
  void find() {
    var now = time.instant();
    var overdue =
        database.query(
            """
            with asking as (
              select id, games from webhook where enabled and 'game.overdue' = any(events))
            select distinct game.id, since, period_millis
            from asking, game
            left join lateral (
              select slot from tick where game_id = game.id order by number desc limit 1)
              as latest on true
            cross join lateral (select greatest(coalesce(slot, created_at), running_since) as since) as begun
            where state = 'running' and deleted_at is null
              and (games is null or game.id = any(games))
              and since + (2 * period_millis + :afterMillis) * interval '1 millisecond' < :now
              and not exists (
                select from webhook_delivery where webhook_id = asking.id
                  and event_key = 'game.overdue/' || game.id || '/'
                    || (extract(epoch from since) * 1000000)::bigint)
            order by since limit :most
            """,
            parameters -> {
              parameters.setLong("afterMillis", config.overdueAfter().toMillis());
              parameters.setInstant("now", now);
              parameters.setInt("most", MOST_AT_ONCE);
            },
            row ->
                new Overdue(
                    row.getString(1),
                    row.getTimestamp(2).toInstant(),
                    Duration.ofMillis(row.getLong(3))));
    for (var each : overdue) {
      outbox.add(texts.overdueGame(key(each), each.game(), each.since(), each.period(), now));
    }
  }

  /** As the query has it. */
  private static String key(Overdue overdue) {
    var since = overdue.since();
    return overdue.game() + '/' + (since.getEpochSecond() * 1_000_000 + since.getNano() / 1_000);
  }
}
