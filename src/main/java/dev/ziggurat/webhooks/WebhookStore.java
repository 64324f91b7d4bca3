package dev.ziggurat.webhooks;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.Parameters;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Stores webhooks. Changes join the caller's transaction. */
@Singleton
class WebhookStore {

  /** How many there may be. */
  static final int MOST = 50;

  private final Database database;
  private final InstantSource time;

  WebhookStore(Database database, InstantSource time) {
    this.database = database;
    this.time = time;
  }

  /** All of them, the oldest first. */
  List<Webhook> all() {
    return database.query(
        "select * from webhook order by created_at, id limit " + MOST,
        _ -> {},
        WebhookStore::webhook);
  }

  Optional<Webhook> find(UUID id) {
    return database.first(
        "select * from webhook where id = :id",
        parameters -> parameters.setObject("id", id),
        WebhookStore::webhook);
  }

  /** The webhook of this id, locked until the caller's transaction ends. */
  Optional<Webhook> lock(UUID id) {
    return database.first(
        "select * from webhook where id = :id for update",
        parameters -> parameters.setObject("id", id),
        WebhookStore::webhook);
  }

  /**
   * Creates a webhook.
   *
   * @return empty if there are as many as there may be
   */
  Optional<Webhook> create(WebhookTerms terms, String who) {
    var id = UUID.randomUUID();
    // One after the other, so that two at once do not exceed the bound.
    database.update("lock table webhook in share row exclusive mode", _ -> {});
    var created =
        database.update(
            """
            insert into webhook (id, url, url_variable, events, games, format, secret_variable,
              enabled, created_at, created_by)
            select :id, :url, :urlVariable, :events, :games, :format, :secretVariable,
              :enabled, :createdAt, :createdBy
            where (select count(*) from webhook) < :most
            """,
            parameters -> {
              bind(parameters, terms);
              parameters.setObject("id", id);
              parameters.setInstant("createdAt", time.instant().truncatedTo(ChronoUnit.MICROS));
              parameters.setString("createdBy", who);
              parameters.setInt("most", MOST);
            });
    return created == 0 ? Optional.empty() : find(id);
  }

  /** Replaces the terms of a webhook. */
  void change(UUID id, WebhookTerms terms) {
    database.update(
        """
        update webhook set url = :url, url_variable = :urlVariable, events = :events,
          games = :games, format = :format, secret_variable = :secretVariable,
          enabled = :enabled, version = version + 1
        where id = :id
        """,
        parameters -> {
          bind(parameters, terms);
          parameters.setObject("id", id);
        });
  }

  /** Removes a webhook and its deliveries. */
  void remove(UUID id) {
    database.update(
        "delete from webhook where id = :id", parameters -> parameters.setObject("id", id));
  }

  private static void bind(Parameters parameters, WebhookTerms terms) throws SQLException {
    parameters.setString("url", terms.url());
    parameters.setString("urlVariable", terms.urlVariable());
    parameters.setTexts("events", terms.eventIds());
    parameters.setTexts("games", terms.games());
    parameters.setString("format", terms.format().id());
    parameters.setString("secretVariable", terms.secretVariable());
    parameters.setBoolean("enabled", terms.enabled());
  }

  private static Webhook webhook(ResultSet row) throws SQLException {
    return new Webhook(
        row.getObject("id", UUID.class),
        terms(row),
        row.getTimestamp("created_at").toInstant(),
        row.getString("created_by"),
        row.getLong("version"));
  }

  /** The terms in the columns of a row. */
  static WebhookTerms terms(ResultSet row) throws SQLException {
    var games = row.getArray("games");
    return new WebhookTerms(
        Optional.ofNullable(row.getString("url")),
        Optional.ofNullable(row.getString("url_variable")),
        List.of((String[]) row.getArray("events").getArray()).stream()
            .flatMap(id -> WebhookEventType.of(id).stream())
            .toList(),
        games == null ? Optional.empty() : Optional.of(List.of((String[]) games.getArray())),
        WebhookFormat.of(row.getString("format")),
        Optional.ofNullable(row.getString("secret_variable")),
        row.getBoolean("enabled"));
  }
}
