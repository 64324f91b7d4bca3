package dev.ziggurat.chain;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.llm.ChatProvider;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.Provider;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The active cooldowns. Long ones are shared by all instances through the database, which is
 * authoritative; they are cached and read again on use once the cache is a few seconds old. A later
 * failure never shortens a cooldown.
 */
@Singleton
public class Cooldowns {

  private static final int MAX_COOLDOWNS = 1_000;

  private final Database database;
  private final ChainConfig config;
  private final InstantSource time;

  /**
   * Cooldowns of this process only: short ones, and those that could not be written to the
   * database.
   */
  private final Map<String, Cooldown> local = new ConcurrentHashMap<>();

  private final ReentrantLock refreshLock = new ReentrantLock();
  private final ReentrantLock changeLock = new ReentrantLock();
  private volatile Map<String, Cooldown> shared = Map.of();
  private volatile long changes;
  private volatile Instant readAt = Instant.EPOCH;

  Cooldowns(Database database, ChainConfig config, InstantSource time) {
    this.database = database;
    this.config = config;
    this.time = time;
  }

  /** The longest cooldown that applies now to this model of a provider. */
  Optional<Cooldown> active(ChatProvider chat, String model, long settingsVersion) {
    refresh();
    // The id of an endpoint is a digest, which every call would pay for.
    return local.isEmpty() && shared.isEmpty()
        ? Optional.empty()
        : active(chat.provider(), chat.endpointId(), model, settingsVersion);
  }

  Optional<Cooldown> active(
      Provider provider, String endpointId, String model, long settingsVersion) {
    refresh();
    var now = time.instant();
    return Stream.concat(local.values().stream(), shared.values().stream())
        .filter(cooldown -> cooldown.appliesTo(provider, endpointId, model, settingsVersion, now))
        .max(Comparator.comparing(Cooldown::until));
  }

  /** Starts a cooldown in this process only. */
  void startLocal(Cooldown cooldown) {
    if (local.size() >= MAX_COOLDOWNS) {
      local.values().removeIf(old -> !time.instant().isBefore(old.until()));
    }
    if (local.size() < MAX_COOLDOWNS || local.containsKey(key(cooldown))) {
      local.merge(key(cooldown), cooldown, Cooldowns::longer);
    }
  }

  /** Starts a cooldown in all instances; in this process only when the database does not answer. */
  void startShared(Cooldown cooldown) {
    startLocal(cooldown);
    try {
      store(cooldown);
    } catch (DatabaseException e) {
      Log.warnf(
          "The cooldown of %s could not be stored, so other instances do not skip it: %s",
          cooldown.provider().id(), e.getMessage());
      return;
    }
    change(cached -> cached.merge(key(cooldown), cooldown, Cooldowns::longer));
    local.remove(key(cooldown), cooldown);
  }

  /**
   * Of two cooldowns the longer one is kept, with its reason. One started under newer settings, or
   * at another endpoint, counts as longer.
   */
  private void store(Cooldown cooldown) {
    database.update(
        """
        insert into cooldown
          (provider, endpoint_id, model, until, outcome, reason, settings_version)
        values (:provider, :endpointId, :model, :until, :outcome, :reason, :settingsVersion)
        on conflict (provider, model) do update set endpoint_id = excluded.endpoint_id,
          until = excluded.until, outcome = excluded.outcome, reason = excluded.reason,
          settings_version = excluded.settings_version, changed_in = pg_current_xact_id()
        where cooldown.endpoint_id <> excluded.endpoint_id
          or (cooldown.model <> '' and cooldown.settings_version < excluded.settings_version)
          or (cooldown.until < excluded.until
            and (cooldown.model = '' or cooldown.settings_version = excluded.settings_version))
        """,
        parameters -> {
          parameters.setString("provider", cooldown.provider().id());
          parameters.setString("endpointId", cooldown.endpointId());
          parameters.setString("model", cooldown.model().orElse(""));
          parameters.setInstant("until", cooldown.until());
          parameters.setString("outcome", cooldown.outcome().name());
          parameters.setString("reason", cooldown.reason());
          parameters.setLong("settingsVersion", cooldown.settingsVersion());
        });
  }

  /**
   * Ends the shared cooldowns, of one provider or of all, in the caller's transaction. After its
   * commit {@link #forget} ends them in this process at once; other instances follow with their
   * next read. The end is the earlier of this process's clock and the database's, so that clock
   * skew does not prolong a cooldown.
   *
   * @return how many cooldowns ended
   */
  int end(Optional<Provider> provider) {
    return end(provider, Optional.empty());
  }

  /**
   * Ends the cooldowns of a provider and of this model of it, because it answered. Those of its
   * other models stay.
   */
  void endAfterAnswer(Provider provider, String model) {
    end(Optional.of(provider), Optional.of(model));
    forget(
        cooldown ->
            cooldown.provider().equals(provider)
                && cooldown.model().map(model::equals).orElse(true));
  }

  private int end(Optional<Provider> provider, Optional<String> model) {
    return database.update(
        """
        update cooldown set until = least(:now, clock_timestamp()), changed_in = pg_current_xact_id()
        where until > least(:now, clock_timestamp()) and (:provider::text is null or provider = :provider)
          and (:model::text is null or model in ('', :model))
        """,
        parameters -> {
          parameters.setInstant("now", time.instant());
          parameters.setString("provider", provider.map(Provider::id).orElse(null));
          parameters.setString("model", model.orElse(null));
        });
  }

  /** Removes the cooldowns of one provider, or of all, from the memory of this process. */
  public void forget(Optional<Provider> provider) {
    forget(cooldown -> provider.isEmpty() || provider.get().equals(cooldown.provider()));
  }

  private void forget(Predicate<Cooldown> ended) {
    local.values().removeIf(ended);
    change(cached -> cached.values().removeIf(ended));
  }

  private static String key(Cooldown cooldown) {
    return cooldown.provider().id() + ' ' + cooldown.model().orElse("");
  }

  private static Cooldown longer(Cooldown old, Cooldown latest) {
    return old.outlasts(latest) ? old : latest;
  }

  /** Applies a change just made in the database to the cached shared cooldowns. */
  private void change(Consumer<Map<String, Cooldown>> change) {
    changeLock.lock();
    try {
      var cached = new HashMap<>(shared);
      change.accept(cached);
      shared = Map.copyOf(cached);
      changes++;
    } finally {
      changeLock.unlock();
    }
  }

  /**
   * While the database does not answer, the cached cooldowns stay in use: that must not fail a
   * call.
   */
  private void refresh() {
    if (time.instant().isBefore(readAt.plus(config.cooling().checkAfter()))
        || !refreshLock.tryLock()) {
      return;
    }
    try {
      readAt = time.instant();
      var before = changes;
      replaceCache(read(readAt), before);
    } catch (DatabaseException e) {
      readAt = time.instant();
      Log.warnf(
          "The cooldowns of other instances could not be read; the cached ones stay in use: %s",
          e.getMessage());
    } finally {
      refreshLock.unlock();
    }
  }

  private Map<String, Cooldown> read(Instant now) {
    return database
        .query(
            "select provider, endpoint_id, model, until, outcome, reason, settings_version from cooldown"
                + " where until > :until order by until desc limit "
                + MAX_COOLDOWNS,
            parameters -> parameters.setInstant("until", now),
            row ->
                new Cooldown(
                    new Provider(row.getString(1)),
                    row.getString(2),
                    Optional.of(row.getString(3)).filter(model -> !model.isEmpty()),
                    row.getTimestamp(4).toInstant(),
                    OutcomeClass.valueOf(row.getString(5)),
                    row.getString(6),
                    row.getLong(7)))
        .stream()
        .collect(Collectors.toUnmodifiableMap(Cooldowns::key, Function.identity()));
  }

  /**
   * A read that overlaps a local change may miss it; it is discarded, and the next use reads again.
   */
  private void replaceCache(Map<String, Cooldown> read, long before) {
    changeLock.lock();
    try {
      if (changes == before) {
        shared = read;
      } else {
        readAt = Instant.EPOCH;
      }
    } finally {
      changeLock.unlock();
    }
  }
}
