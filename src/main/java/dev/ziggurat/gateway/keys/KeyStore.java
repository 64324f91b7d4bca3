package dev.ziggurat.gateway.keys;

import dev.ziggurat.db.Conditions;
import dev.ziggurat.db.Database;
import dev.ziggurat.db.Parameters;
import dev.ziggurat.guardrails.GuardrailList;
import dev.ziggurat.guardrails.GuardrailReader;
import dev.ziggurat.http.TimeCursor;
import dev.ziggurat.money.NanoDollars;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Stores keys. Changes join the caller's transaction. */
@Singleton
public class KeyStore {

  private final Database database;
  private final GuardrailReader guardrails;
  private final Event<KeyChanged> changes;
  private final InstantSource time;
  private final SecureRandom random = new SecureRandom();

  KeyStore(
      Database database,
      GuardrailReader guardrails,
      Event<KeyChanged> changes,
      InstantSource time) {
    this.database = database;
    this.guardrails = guardrails;
    this.changes = changes;
    this.time = time;
  }

  /**
   * A key with its secret, which is returned only once.
   *
   * @param key as it is stored
   */
  public record Issued(Key key, KeySecret secret) {}

  /**
   * A key that a secret belongs to.
   *
   * @param until when this secret expires, if it is not the newest
   */
  record Presented(Key key, Optional<Instant> until) {}

  /** Creates a key. */
  public Issued create(KeyTerms terms, String who) {
    var id = UUID.randomUUID();
    var secret = KeySecret.generate(random);
    database.update(
        """
        insert into api_key (name, expires_at, models, calls_per_minute, day_nano, month_nano,
          day_soft_nano, month_soft_nano, keeps_answers, semantic_cache_threshold, keeps_texts, guardrails, id, secret, hint, created_at, created_by)
        values (:name, :expiresAt, :models, :callsPerMinute, :dayNano, :monthNano, :daySoftNano, :monthSoftNano, :keepsAnswers, :semanticCacheThreshold, :keepsTexts, :guardrails, :id, :secret, :hint, :createdAt, :createdBy)
        """,
        parameters -> {
          bind(parameters, terms);
          parameters.setObject("id", id);
          parameters.setString("secret", secret.hash());
          parameters.setString("hint", secret.hint());
          parameters.setInstant("createdAt", now());
          parameters.setString("createdBy", who);
        });
    return new Issued(find(id).orElseThrow(), secret);
  }

  /** The key of this id, revoked or not. */
  public Optional<Key> find(UUID id) {
    return database.first(
        "select * from api_key where id = :id",
        parameters -> parameters.setObject("id", id),
        this::key);
  }

  /** The key of this id, locked until the caller's transaction ends. */
  public Optional<Key> lock(UUID id) {
    return database.first(
        "select * from api_key where id = :id for update",
        parameters -> parameters.setObject("id", id),
        this::key);
  }

  /** Changes a key's terms. */
  public void change(UUID id, KeyTerms terms) {
    database.update(
        """
        update api_key set name = :name, expires_at = :expiresAt, models = :models, calls_per_minute = :callsPerMinute, day_nano = :dayNano,
          month_nano = :monthNano, day_soft_nano = :daySoftNano, month_soft_nano = :monthSoftNano, keeps_answers = :keepsAnswers, semantic_cache_threshold = :semanticCacheThreshold,
          keeps_texts = :keepsTexts, guardrails = :guardrails, version = version + 1
        where id = :id
        """,
        parameters -> {
          bind(parameters, terms);
          parameters.setObject("id", id);
        });
    changes.fire(new KeyChanged(id));
  }

  /** Revokes a key permanently. */
  public void revoke(UUID id) {
    database.update(
        "update api_key set revoked_at = :revokedAt, version = version + 1 where id = :id",
        parameters -> {
          parameters.setInstant("revokedAt", now());
          parameters.setObject("id", id);
        });
    changes.fire(new KeyChanged(id));
  }

  /**
   * Rotates a key's secret. Secrets older than the previous one become invalid.
   *
   * @param oldUntil until when the previous secret is valid too
   */
  public Issued rotate(UUID id, Instant oldUntil) {
    var secret = KeySecret.generate(random);
    database.update(
        """
        update api_key set old_secret = secret, old_until = :oldUntil, secret = :secret, hint = :hint,
          version = version + 1
        where id = :id
        """,
        parameters -> {
          parameters.setInstant("oldUntil", oldUntil);
          parameters.setString("secret", secret.hash());
          parameters.setString("hint", secret.hint());
          parameters.setObject("id", id);
        });
    changes.fire(new KeyChanged(id));
    return new Issued(find(id).orElseThrow(), secret);
  }

  /** The key that the secret of this hash belongs to. */
  Optional<Presented> presented(String hash) {
    return database.first(
        "select *, secret = :secret as newest from api_key where secret = :secret or old_secret = :secret",
        parameters -> {
          parameters.setString("secret", hash);
        },
        row -> {
          var key = key(row);
          return new Presented(key, row.getBoolean("newest") ? Optional.empty() : key.oldUntil());
        });
  }

  /**
   * Keys, newest first.
   *
   * @param revoked true lists only revoked keys, false only the others
   * @param part of the name, in letters of any case, or the end of the secret; empty for all
   * @param cursor where the previous page ended
   * @throws IllegalArgumentException for an invalid cursor
   */
  public List<Key> page(
      boolean revoked, Optional<String> part, Optional<String> cursor, int limit) {
    var place = cursor.map(TimeCursor::parse).orElse(TimeCursor.FIRST);
    var conditions =
        new Conditions()
            .add("(revoked_at is not null) = :revoked", "revoked", revoked)
            .add("(created_at, id) < (:createdAt, :id)")
            .with("createdAt", place.at().atOffset(ZoneOffset.UTC))
            .with("id", place.id())
            .with("limit", limit);
    part.ifPresent(text -> conditions.addPart("name || ' …' || hint", "part", text));
    return database.query(
        "select * from api_key "
            + conditions.sql()
            + " order by created_at desc, id desc limit :limit",
        conditions::bind,
        this::key);
  }

  /** The cursor of the page that begins after this key. */
  public static String cursor(Key last) {
    return new TimeCursor(last.createdAt(), last.id()).text();
  }

  private Instant now() {
    return time.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static void bind(Parameters parameters, KeyTerms terms) throws SQLException {
    parameters.setString("name", terms.name());
    parameters.setInstant("expiresAt", terms.expiresAt());
    parameters.setTexts("models", terms.models());
    parameters.setObject("callsPerMinute", terms.callsPerMinute().orElse(null), Types.BIGINT);
    bind(parameters, "dayNano", terms.perDay());
    bind(parameters, "monthNano", terms.perMonth());
    bind(parameters, "daySoftNano", terms.softPerDay());
    bind(parameters, "monthSoftNano", terms.softPerMonth());
    parameters.setBoolean("keepsAnswers", terms.keepsAnswers());
    parameters.setObject(
        "semanticCacheThreshold", terms.semanticCacheThreshold().orElse(null), Types.DOUBLE);
    parameters.setBoolean("keepsTexts", terms.keepsTexts());
    parameters.setString(
        "guardrails",
        Optional.of(terms.guardrails())
            .filter(list -> !list.all().isEmpty())
            .map(GuardrailList::json));
  }

  private static void bind(Parameters parameters, String name, Optional<NanoDollars> amount)
      throws SQLException {
    parameters.setObject(name, amount.map(NanoDollars::value).orElse(null), Types.BIGINT);
  }

  private Key key(ResultSet row) throws SQLException {
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
            amount(row, "day_soft_nano"),
            amount(row, "month_soft_nano"),
            row.getBoolean("keeps_answers"),
            Optional.ofNullable(row.getObject("semantic_cache_threshold", Double.class)),
            row.getBoolean("keeps_texts"),
            guardrails(row)),
        row.getString("hint"),
        row.getTimestamp("created_at").toInstant(),
        row.getString("created_by"),
        instant(row, "revoked_at"),
        instant(row, "old_until"),
        row.getLong("version"));
  }

  private GuardrailList guardrails(ResultSet row) throws SQLException {
    return Optional.ofNullable(row.getString("guardrails"))
        .map(guardrails::stored)
        .orElse(GuardrailList.NONE);
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }

  private static Optional<NanoDollars> amount(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, Long.class)).map(NanoDollars::new);
  }
}
