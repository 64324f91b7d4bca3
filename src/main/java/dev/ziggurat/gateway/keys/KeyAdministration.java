package dev.ziggurat.gateway.keys;

import dev.ziggurat.audit.Audit;
import dev.ziggurat.audit.FieldDifferences;
import dev.ziggurat.db.Database;
import dev.ziggurat.gateway.keys.KeyStore.Issued;
import dev.ziggurat.guardrails.GuardrailList;
import dev.ziggurat.http.IfMatch;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Makes, changes, rotates and revokes keys, each with its entry in the audit. */
@Singleton
class KeyAdministration {

  private static final KeyTerms NOTHING =
      new KeyTerms(
          "",
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          Optional.empty(),
          false,
          GuardrailList.NONE);

  private final Database database;
  private final KeyStore store;
  private final Keys keys;
  private final Audit audit;
  private final InstantSource time;

  KeyAdministration(Database database, KeyStore store, Keys keys, Audit audit, InstantSource time) {
    this.database = database;
    this.store = store;
    this.keys = keys;
    this.audit = audit;
    this.time = time;
  }

  /** Makes a key. */
  Issued create(KeyTerms terms) {
    return written(
        () -> {
          var issued = store.create(terms, audit.who());
          audit.record("keys.create", subject(issued.key().id()), changes(NOTHING, terms));
          return issued;
        });
  }

  /**
   * Changes what a key is for.
   *
   * @throws NoSuchKey if there is none
   * @throws HttpProblem 409 if it is revoked
   */
  Key change(UUID id, IfMatch expected, Function<KeyTerms, KeyTerms> edit) {
    return written(
        () -> {
          var current = usable(id, expected);
          var edited = edit.apply(current.terms());
          if (edited.equals(current.terms())) {
            return current;
          }
          store.change(id, edited);
          audit.record("keys.change", subject(id), changes(current.terms(), edited));
          return found(id);
        });
  }

  /**
   * Gives a key another secret.
   *
   * @param grace how long the one before it opens too
   */
  Issued rotate(UUID id, IfMatch expected, Duration grace) {
    return written(
        () -> {
          usable(id, expected);
          var oldUntil = time.instant().plus(grace).truncatedTo(ChronoUnit.MICROS);
          var issued = store.rotate(id, oldUntil);
          audit.record("keys.rotate", subject(id), Map.of("oldSecretUntil", oldUntil));
          return issued;
        });
  }

  /** Ends a key for good. One that is revoked stays as it is. */
  Key revoke(UUID id, IfMatch expected) {
    return written(
        () -> {
          var current = locked(id, expected);
          if (current.revokedAt().isPresent()) {
            return current;
          }
          store.revoke(id);
          audit.record("keys.revoke", subject(id), Map.of("name", current.terms().name()));
          return found(id);
        });
  }

  private <T> T written(Supplier<T> work) {
    var done = database.inTransaction(work);
    keys.forget();
    return done;
  }

  private Key usable(UUID id, IfMatch expected) {
    var current = locked(id, expected);
    if (current.revokedAt().isPresent()) {
      throw HttpProblem.valueOf(
          Response.Status.CONFLICT, "This key is revoked for good; make another.");
    }
    return current;
  }

  private Key locked(UUID id, IfMatch expected) {
    var current = store.lock(id).orElseThrow(() -> new NoSuchKey(id.toString()));
    expected.check(current.version());
    return current;
  }

  private Key found(UUID id) {
    return store.find(id).orElseThrow(() -> new NoSuchKey(id.toString()));
  }

  private static String subject(UUID id) {
    return "keys/" + id;
  }

  private static Map<String, Object> changes(KeyTerms before, KeyTerms after) {
    return new FieldDifferences()
        .in("name", before.name(), after.name())
        .in("expiresAt", before.expiresAt(), after.expiresAt())
        .in("models", before.models(), after.models())
        .in("requestsPerMinute", before.callsPerMinute(), after.callsPerMinute())
        .in(
            "dollarsPerDay",
            before.perDay().map(KeyView::dollars),
            after.perDay().map(KeyView::dollars))
        .in(
            "dollarsPerMonth",
            before.perMonth().map(KeyView::dollars),
            after.perMonth().map(KeyView::dollars))
        .in(
            KeyFields.SOFT_DAY,
            before.softPerDay().map(KeyView::dollars),
            after.softPerDay().map(KeyView::dollars))
        .in(
            KeyFields.SOFT_MONTH,
            before.softPerMonth().map(KeyView::dollars),
            after.softPerMonth().map(KeyView::dollars))
        .in("keepsAnswers", before.keepsAnswers(), after.keepsAnswers())
        .in(
            KeyFields.SEMANTIC_CACHE,
            before.semanticCacheThreshold(),
            after.semanticCacheThreshold())
        .in("keepsTexts", before.keepsTexts(), after.keepsTexts())
        .in("guardrails", before.guardrails().json(), after.guardrails().json())
        .byField();
  }
}
