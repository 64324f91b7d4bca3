package dev.ziggurat.webhooks;

import dev.ziggurat.db.Conditions;
import dev.ziggurat.db.Database;
import dev.ziggurat.http.TimeCursor;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The deliveries of the outbox: who may send one now, and what came of it. */
@Singleton
class DeliveryStore {

  /** Longer than any try takes: then its process is taken for dead. */
  private static final Duration LEASE_MARGIN = Duration.ofSeconds(25);

  private final Database database;
  private final WebhooksConfig config;
  private final InstantSource time;

  DeliveryStore(Database database, WebhooksConfig config, InstantSource time) {
    this.database = database;
    this.config = config;
    this.time = time;
  }

  /**
   * Claims deliveries that are due, one of each webhook, the longest due first.
   *
   * @param closed webhooks to which nothing is sent now
   */
  List<Claim> claimDue(int most, Collection<UUID> closed) {
    return claim(Optional.empty(), most, closed);
  }

  /** Claims one delivery; empty if it is not due or another process has it. */
  Optional<Claim> claim(UUID delivery) {
    return claim(Optional.of(delivery), 1, List.of()).stream().findFirst();
  }

  private List<Claim> claim(Optional<UUID> only, int most, Collection<UUID> closed) {
    return database.query(
        """
        with first as (
          select distinct on (webhook_id) delivery.id from webhook_delivery delivery
          join webhook on webhook.id = delivery.webhook_id
          where state = 'pending' and next_try_at <= :now and tries < :mostTries
            and (enabled or event = 'test')
            and (leased_until is null or leased_until < clock_timestamp())
            and (:only::uuid is null or delivery.id = :only)
            and webhook_id <> all(:closed)
          order by webhook_id, next_try_at, delivery.id),
        due as (
          select id from webhook_delivery
          where id in (select id from first) and state = 'pending'
            and (leased_until is null or leased_until < clock_timestamp())
          order by next_try_at, id
          limit :most
          for update skip locked)
        update webhook_delivery delivery set tries = tries + 1, last_try_at = :now,
          leased_until = clock_timestamp() + :leaseMillis * interval '1 millisecond'
        from due, webhook
        where delivery.id = due.id and webhook.id = delivery.webhook_id
        returning delivery.id as delivery_id, webhook_id, event, body, tries,
          url, url_variable, events, games, format, secret_variable, enabled
        """,
        parameters -> {
          parameters.setInstant("now", time.instant());
          parameters.setInt("mostTries", RetrySchedule.TRIES);
          parameters.setObject("only", only.orElse(null), Types.OTHER);
          parameters.setInt("most", most);
          parameters.setUuids("closed", closed);
          parameters.setLong("leaseMillis", config.timeout().plus(LEASE_MARGIN).toMillis());
        },
        row ->
            new Claim(
                row.getObject("delivery_id", UUID.class),
                row.getObject("webhook_id", UUID.class),
                WebhookStore.terms(row),
                row.getString("event"),
                row.getString("body"),
                row.getInt("tries")));
  }

  /** The receiver has it. */
  void delivered(Claim claim, int status) {
    end(claim, "delivered", Optional.empty(), Optional.of(status), Optional.empty());
  }

  /**
   * The try failed.
   *
   * @param next when it is tried again; empty for never
   */
  void failed(Claim claim, String error, Optional<Integer> status, Optional<Instant> next) {
    end(claim, next.isPresent() ? "pending" : "dead", next, status, Optional.of(error));
  }

  /** Changes nothing if another process has claimed it since. */
  private void end(
      Claim claim,
      String state,
      Optional<Instant> next,
      Optional<Integer> status,
      Optional<String> error) {
    database.update(
        """
        update webhook_delivery set state = :state, next_try_at = :next, leased_until = null,
          last_status = :status, last_error = :error
        where id = :id and tries = :tries and state = 'pending'
        """,
        parameters -> {
          parameters.setString("state", state);
          parameters.setInstant("next", next);
          parameters.setObject("status", status.orElse(null), Types.INTEGER);
          parameters.setString("error", error);
          parameters.setObject("id", claim.id());
          parameters.setInt("tries", claim.tries());
        });
  }

  /**
   * Has a dead delivery tried again, from the beginning.
   *
   * @return false if it is not dead
   */
  boolean revive(UUID webhook, UUID delivery) {
    return database.update(
            """
            update webhook_delivery set state = 'pending', tries = 0, next_try_at = :now,
              leased_until = null
            where id = :id and webhook_id = :webhookId and state = 'dead'
            """,
            parameters -> {
              parameters.setInstant("now", time.instant());
              parameters.setObject("id", delivery);
              parameters.setObject("webhookId", webhook);
            })
        > 0;
  }

  Optional<DeliveryView> find(UUID webhook, UUID delivery) {
    return database.first(
        "select * from webhook_delivery where id = :id and webhook_id = :webhookId",
        parameters -> {
          parameters.setObject("id", delivery);
          parameters.setObject("webhookId", webhook);
        },
        DeliveryStore::view);
  }

  /**
   * Deliveries of a webhook, newest first.
   *
   * @param cursor where the previous page ended
   * @throws IllegalArgumentException for an invalid cursor
   */
  List<DeliveryView> page(
      UUID webhook, Optional<DeliveryState> state, Optional<String> cursor, int limit) {
    var place = cursor.map(TimeCursor::parse).orElse(TimeCursor.FIRST);
    var conditions =
        new Conditions()
            .add("webhook_id = :webhookId", "webhookId", webhook)
            .add("(created_at, id) < (:createdAt, :id)")
            .with("createdAt", place.at().atOffset(ZoneOffset.UTC))
            .with("id", place.id())
            .with("limit", limit);
    state.ifPresent(each -> conditions.add("state = :state", "state", each.id()));
    return database.query(
        "select * from webhook_delivery "
            + conditions.sql()
            + " order by created_at desc, id desc limit :limit",
        conditions::bind,
        DeliveryStore::view);
  }

  /** What became of the deliveries of each webhook, by its id. */
  List<DeliverySummary> summaries() {
    return database.query(
        """
        select webhook.id, pending, dead, latest.* from webhook
        cross join lateral (
          select count(*) filter (where state = 'pending') as pending,
            count(*) filter (where state = 'dead') as dead
          from webhook_delivery where webhook_id = webhook.id) as counted
        left join lateral (
          select last_try_at, state, last_error from webhook_delivery
          where webhook_id = webhook.id and last_try_at is not null
          order by created_at desc, id desc limit 1) as latest on true
        """,
        _ -> {},
        row ->
            new DeliverySummary(
                row.getObject("id", UUID.class),
                row.getLong("pending"),
                row.getLong("dead"),
                instant(row, "last_try_at"),
                Optional.ofNullable(row.getString("state")).map(DeliveryState::of),
                Optional.ofNullable(row.getString("last_error"))));
  }

  private static DeliveryView view(ResultSet row) throws SQLException {
    var status = row.getInt("last_status");
    return new DeliveryView(
        row.getObject("id", UUID.class),
        row.getString("event"),
        Optional.ofNullable(row.getString("game_id")),
        row.getTimestamp("created_at").toInstant(),
        DeliveryState.of(row.getString("state")),
        row.getInt("tries"),
        instant(row, "last_try_at"),
        status == 0 ? Optional.empty() : Optional.of(status),
        Optional.ofNullable(row.getString("last_error")),
        instant(row, "next_try_at"));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }
}
