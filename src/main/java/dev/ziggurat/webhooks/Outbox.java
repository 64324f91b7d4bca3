package dev.ziggurat.webhooks;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.db.Database;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes down what webhooks are to be told, in the caller's transaction. An event that a webhook
 * was told already, or is to be told, is not written again.
 */
@Singleton
class Outbox {

  private final Database database;
  private final WebhooksConfig config;
  private final ObjectMapper json;
  private final Counter dropped;

  Outbox(Database database, WebhooksConfig config, ObjectMapper json, MeterRegistry meters) {
    this.database = database;
    this.config = config;
    this.json = json;
    this.dropped = meters.counter("ziggurat.webhooks.dropped");
  }

  private record Written(int pending, int dropped) {}

  /**
   * Writes a delivery for each webhook that asks for this event.
   *
   * @return how many
   */
  int add(WebhookEvent event) {
    var written =
        database
            .first(
                """
                with target as (
                  select webhook.id, (select count(*) from webhook_delivery pending
                    where pending.webhook_id = webhook.id and state = 'pending') < :most as room
                  from webhook
                  where enabled and :event = any(events)
                    and (games is null or :game::text is null or :game = any(games))),
                written as (
                  insert into webhook_delivery
                    (id, webhook_id, event, event_key, game_id, body, created_at, next_try_at)
                  select gen_random_uuid(), id, :event, :key, :game, :body, :at, :at
                  from target where room
                  on conflict (webhook_id, event_key) do nothing
                  returning id)
                select (select count(*) from written), (select count(*) from target where not room)
                """,
                parameters -> {
                  parameters.setInt("most", config.maxPending());
                  parameters.setString("event", event.type().id());
                  parameters.setString("key", key(event));
                  parameters.setString("game", event.game());
                  parameters.setString("body", body(event));
                  parameters.setInstant("at", event.at().truncatedTo(ChronoUnit.MICROS));
                },
                row -> new Written(row.getInt(1), row.getInt(2)))
            .orElseThrow();
    if (written.dropped() > 0) {
      dropped.increment(written.dropped());
      Log.warnf(
          "%d webhooks are not told of %s: too many deliveries are pending (ziggurat.webhooks.max-pending)",
          written.dropped(), key(event));
    }
    return written.pending();
  }

  /** Writes a delivery for one webhook, whatever it asks for. */
  UUID add(UUID webhook, WebhookEvent event) {
    var id = UUID.randomUUID();
    database.update(
        """
        insert into webhook_delivery
          (id, webhook_id, event, event_key, game_id, body, created_at, next_try_at)
        values (:id, :webhookId, :event, :key, :game, :body, :at, :at)
        """,
        parameters -> {
          parameters.setObject("id", id);
          parameters.setObject("webhookId", webhook);
          parameters.setString("event", event.type().id());
          parameters.setString("key", key(event));
          parameters.setString("game", event.game());
          parameters.setString("body", body(event));
          parameters.setInstant("at", event.at().truncatedTo(ChronoUnit.MICROS));
        });
    return id;
  }

  private static String key(WebhookEvent event) {
    return event.type().id() + '/' + event.key();
  }

  private String body(WebhookEvent event) {
    var body =
        json.createObjectNode()
            .put("type", event.type().id())
            .put("timestamp", event.at().toString());
    event.game().ifPresent(game -> body.put("game", game));
    body.put("text", event.text());
    console()
        .flatMap(address -> event.path().map(path -> address + path))
        .ifPresent(url -> body.put("url", url));
    body.set("data", event.data());
    return body.toString();
  }

  private Optional<String> console() {
    return config.consoleAddress().map(String::strip).filter(address -> !address.isEmpty());
  }
}
