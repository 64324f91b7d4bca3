package dev.ziggurat.gateway.keys;

import dev.ziggurat.db.Database;
import dev.ziggurat.money.NanoDollars;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Keeps keys. Changes join the caller's transaction. */
@Singleton
public class KeyStore {

  private static final String NEWEST_FIRST =
      """
      select * from api_key
      where (revoked_at is not null) = ? and (created_at, id) < (?, ?)
      order by created_at desc, id desc limit ?
      """;

  private final Database database;
  private final InstantSource time;
  private final SecureRandom random = new SecureRandom();

  KeyStore(Database database, InstantSource time) {
    this.database = database;
    this.time = time;
  }

  /**
   * A key with the secret that is told this once.
   *
   * @param key as it is stored
   */
  public record Issued(Key key, KeySecret secret) {}

  /**
   * A key that a secret belongs to.
   *
   * @param until when this secret ceases to open, if it is not the newest
   */
  record Presented(Key key, Optional<Instant> until) {}

  /** Makes a key. */
  public Issued create(KeyTerms terms, String who) {
    var id = UUID.randomUUID();
    var secret = KeySecret.drawn(random);
    database.update(
        """
        insert into api_key (name, expires_at, models, calls_per_minute, day_nano, month_nano,
          keeps_answers, id, secret, hint, created_at, created_by)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        statement -> {
          bind(statement, terms);
          statement.setObject(8, id);
          statement.setString(9, secret.hash());
          statement.setString(10, secret.hint());
          statement.setTimestamp(11, Timestamp.from(now()));
          statement.setString(12, who);
        });
    return new Issued(find(id).orElseThrow(), secret);
  }

  /** The key of this id, revoked or not. */
  public Optional<Key> find(UUID id) {
    return database.first(
        "select * from api_key where id = ?",
        statement -> statement.setObject(1, id),
        KeyStore::key);
  }

  /** The key of this id, locked until the caller's transaction ends. */
  public Optional<Key> lock(UUID id) {
    return database.first(
        "select * from api_key where id = ? for update",
        statement -> statement.setObject(1, id),
        KeyStore::key);
  }

  /** Changes what a key is for. */
  public void change(UUID id, KeyTerms terms) {
    database.update(
        """
        update api_key set name = ?, expires_at = ?, models = ?, calls_per_minute = ?, day_nano = ?,
          month_nano = ?, keeps_answers = ?, version = version + 1
        where id = ?
        """,
        statement -> {
          bind(statement, terms);
          statement.setObject(8, id);
        });
  }

  /** Ends a key for good. */
  public void revoke(UUID id) {
    database.update(
        "update api_key set revoked_at = ?, version = version + 1 where id = ?",
        statement -> {
          statement.setTimestamp(1, Timestamp.from(now()));
          statement.setObject(2, id);
        });
  }

  /**
   * Gives a key another secret. A secret older than the one before it opens nothing any more.
   *
   * @param oldUntil until when the one before it opens too
   */
  public Issued rotate(UUID id, Instant oldUntil) {
    var secret = KeySecret.drawn(random);
    database.update(
        """
        update api_key set old_secret = secret, old_until = ?, secret = ?, hint = ?,
          version = version + 1
        where id = ?
        """,
        statement -> {
          statement.setTimestamp(1, Timestamp.from(oldUntil));
          statement.setString(2, secret.hash());
          statement.setString(3, secret.hint());
          statement.setObject(4, id);
        });
    return new Issued(find(id).orElseThrow(), secret);
  }

  /** The key that the secret of this hash belongs to. */
  Optional<Presented> presented(String hash) {
    return database.first(
        "select *, secret = ? as newest from api_key where secret = ? or old_secret = ?",
        statement -> {
          statement.setString(1, hash);
          statement.setString(2, hash);
          statement.setString(3, hash);
        },
        row -> {
          var key = key(row);
          return new Presented(key, row.getBoolean("newest") ? Optional.empty() : key.oldUntil());
        });
  }

  /**
   * Keys, newest first.
   *
   * @param revoked lists those that are revoked, and only these
   * @param cursor where the page before ended
   * @throws IllegalArgumentException for a strange cursor
   */
  public List<Key> page(boolean revoked, Optional<String> cursor, int limit) {
    var place = cursor.map(KeyCursor::parse).orElse(KeyCursor.FIRST);
    return database.query(
        NEWEST_FIRST,
        statement -> {
          statement.setBoolean(1, revoked);
          statement.setTimestamp(2, Timestamp.from(place.createdAt()));
          statement.setObject(3, place.id());
          statement.setInt(4, limit);
        },
        KeyStore::key);
  }

  /** The cursor of the page that begins after this key. */
  public static String cursor(Key last) {
    return new KeyCursor(last.createdAt(), last.id()).written();
  }

  private Instant now() {
    return time.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static void bind(PreparedStatement statement, KeyTerms terms) throws SQLException {
    statement.setString(1, terms.name());
    statement.setTimestamp(2, terms.expiresAt().map(Timestamp::from).orElse(null));
    statement.setArray(
        3,
        terms.models().isPresent()
            ? statement.getConnection().createArrayOf("text", terms.models().get().toArray())
            : null);
    statement.setObject(4, terms.callsPerMinute().orElse(null), Types.BIGINT);
    statement.setObject(5, terms.perDay().map(NanoDollars::value).orElse(null), Types.BIGINT);
    statement.setObject(6, terms.perMonth().map(NanoDollars::value).orElse(null), Types.BIGINT);
    statement.setBoolean(7, terms.keepsAnswers());
  }

  private static Key key(ResultSet row) throws SQLException {
    var models = row.getArray("models");
    return new Key(
        row.getObject("id", UUID.class),
        new KeyTerms(
            row.getString("name"),
            instant(row, "expires_at"),
            models == null ? Optional.empty() : Optional.of(List.of((String[]) models.getArray())),
            Optional.ofNullable(row.getObject("calls_per_minute", Long.class)),
            amount(row, "day_nano"),
            amount(row, "month_nano"),
            row.getBoolean("keeps_answers")),
        row.getString("hint"),
        row.getTimestamp("created_at").toInstant(),
        row.getString("created_by"),
        instant(row, "revoked_at"),
        instant(row, "old_until"),
        row.getLong("version"));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }

  private static Optional<NanoDollars> amount(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, Long.class)).map(NanoDollars::new);
  }
}
