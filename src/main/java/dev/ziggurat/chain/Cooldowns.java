package dev.ziggurat.chain;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.DatabaseException;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who is left alone, and until when. Long cooldowns are shared by all instances through the
 * database, which alone says how long they last; they are read on use, when what is known is a few
 * seconds old. A second failure never shortens a cooldown.
 */
@Singleton
public class Cooldowns {

  private static final int MOST = 1_000;

  private final Database database;
  private final ChainConfig config;
  private final InstantSource time;

  /** Those of this process alone: short ones, and those that the database could not be told. */
  private final Map<String, Cooldown> own = new ConcurrentHashMap<>();

  private final ReentrantLock refreshing = new ReentrantLock();
  private final ReentrantLock changing = new ReentrantLock();
  private volatile Map<String, Cooldown> shared = Map.of();
  private volatile long changes;
  private volatile Instant readAt = Instant.EPOCH;

  Cooldowns(Database database, ChainConfig config, InstantSource time) {
    this.database = database;
    this.config = config;
    this.time = time;
  }

  /** The longest cooldown that stands against asking this model of this provider. */
  Optional<Cooldown> against(Provider provider, String model, long settingsVersion) {
    refresh();
    var now = time.instant();
    return Stream.concat(own.values().stream(), shared.values().stream())
        .filter(cooldown -> cooldown.concerns(provider, model, settingsVersion, now))
        .max(Comparator.comparing(Cooldown::until));
  }

  /** Leaves a provider alone, in this process only. */
  void startHere(Cooldown cooldown) {
    if (own.size() >= MOST) {
      own.values().removeIf(old -> !time.instant().isBefore(old.until()));
    }
    if (own.size() < MOST || own.containsKey(key(cooldown))) {
      own.merge(key(cooldown), cooldown, Cooldowns::longer);
    }
  }

  /** Leaves a provider alone, in all instances. */
  void startEverywhere(Cooldown cooldown) {
    startHere(cooldown);
    try {
      share(cooldown);
    } catch (DatabaseException e) {
      Log.warnf(
          "Other instances cannot be told that %s cools down: %s",
          cooldown.provider().id(), e.getMessage());
      return;
    }
    change(known -> known.merge(key(cooldown), cooldown, Cooldowns::longer));
    own.remove(key(cooldown), cooldown);
  }

  /** The longer cooldown stays, with its own reason; one under newer settings counts as longer. */
  private void share(Cooldown cooldown) {
    database.update(
        """
        insert into cooldown (provider, model, until, outcome, reason, settings_version)
        values (:provider, :model, :until, :outcome, :reason, :settingsVersion)
        on conflict (provider, model) do update set until = excluded.until,
          outcome = excluded.outcome, reason = excluded.reason,
          settings_version = excluded.settings_version, changed_in = pg_current_xact_id()
        where (cooldown.model <> '' and cooldown.settings_version < excluded.settings_version)
          or (cooldown.until < excluded.until
            and (cooldown.model = '' or cooldown.settings_version = excluded.settings_version))
        """,
        parameters -> {
          parameters.setString("provider", cooldown.provider().id());
          parameters.setString("model", cooldown.model().orElse(""));
          parameters.setInstant("until", cooldown.until());
          parameters.setString("outcome", cooldown.outcome().name());
          parameters.setString("reason", cooldown.reason());
          parameters.setLong("settingsVersion", cooldown.settingsVersion());
        });
  }

  /**
   * Ends the shared cooldowns, of one provider or of all, in the caller's transaction. Once that
   * has committed, {@link #forget} ends them here at once; elsewhere the next reading does. By
   * either clock they are over, so that no instance waits for its own to come round.
   *
   * @return how many
   */
  int end(Optional<Provider> provider) {
    return database.update(
        """
        update cooldown set until = least(:now, clock_timestamp()), changed_in = pg_current_xact_id()
        where until > least(:now, clock_timestamp()) and (:provider::text is null or provider = :provider)
        """,
        parameters -> {
          parameters.setInstant("now", time.instant());
          parameters.setString("provider", provider.map(Provider::id).orElse(null));
        });
  }

  /** Drops what is known here of the cooldowns of one provider or of all. */
  public void forget(Optional<Provider> provider) {
    own.values().removeIf(cooldown -> isOf(provider, cooldown));
    change(known -> known.values().removeIf(cooldown -> isOf(provider, cooldown)));
  }

  private static boolean isOf(Optional<Provider> provider, Cooldown cooldown) {
    return provider.isEmpty() || provider.get().equals(cooldown.provider());
  }

  private static String key(Cooldown cooldown) {
    return cooldown.provider().id() + ' ' + cooldown.model().orElse("");
  }

  private static Cooldown longer(Cooldown old, Cooldown young) {
    return old.outlasts(young) ? old : young;
  }

  /** Changes what is known of the shared ones as the database was changed just before. */
  private void change(Consumer<Map<String, Cooldown>> change) {
    changing.lock();
    try {
      var known = new HashMap<>(shared);
      change.accept(known);
      shared = Map.copyOf(known);
      changes++;
    } finally {
      changing.unlock();
    }
  }

  /** Without the database everyone knows what it knew: that is no reason to fail a call. */
  private void refresh() {
    if (time.instant().isBefore(readAt.plus(config.cooling().checkAfter()))
        || !refreshing.tryLock()) {
      return;
    }
    try {
      readAt = time.instant();
      var before = changes;
      take(read(readAt), before);
    } catch (DatabaseException e) {
      Log.warnf("The cooldowns of other instances cannot be read: %s", e.getMessage());
    } finally {
      refreshing.unlock();
    }
  }

  private Map<String, Cooldown> read(Instant now) {
    return database
        .query(
            "select provider, model, until, outcome, reason, settings_version from cooldown"
                + " where until > :until order by until desc limit "
                + MOST,
            parameters -> parameters.setInstant("until", now),
            row ->
                new Cooldown(
                    new Provider(row.getString(1)),
                    Optional.of(row.getString(2)).filter(model -> !model.isEmpty()),
                    row.getTimestamp(3).toInstant(),
                    OutcomeClass.valueOf(row.getString(4)),
                    row.getString(5),
                    row.getLong(6)))
        .stream()
        .collect(Collectors.toUnmodifiableMap(Cooldowns::key, Function.identity()));
  }

  /** What was changed here while it was being read may not be in it: then it is read again. */
  private void take(Map<String, Cooldown> read, long before) {
    changing.lock();
    try {
      if (changes == before) {
        shared = read;
      } else {
        readAt = Instant.EPOCH;
      }
    } finally {
      changing.unlock();
    }
  }
}
