package dev.ziggurat.chain;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.Provider;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Who is left alone, and until when. Long cooldowns are shared by all instances through the
 * database; they are read on use, when what is known is a few seconds old. A second failure never
 * shortens a cooldown.
 */
@Singleton
public class Cooldowns {

  private static final int MOST = 1_000;

  private final Database database;
  private final ChainConfig config;
  private final InstantSource time;
  private final Map<String, Cooldown> own = new ConcurrentHashMap<>();
  private final ReentrantLock refreshing = new ReentrantLock();
  private volatile List<Cooldown> shared = List.of();
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
    return Stream.concat(own.values().stream(), shared.stream())
        .filter(cooldown -> cooldown.concerns(provider, model, settingsVersion, now))
        .max(Comparator.comparing(Cooldown::until));
  }

  /** Leaves a provider alone, in this process only. */
  void startHere(Cooldown cooldown) {
    if (own.size() >= MOST) {
      own.values().removeIf(old -> !time.instant().isBefore(old.until()));
    }
    own.merge(key(cooldown), cooldown, (old, young) -> old.outlasts(young) ? old : young);
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
    }
  }

  /** The longer cooldown stays, with its own reason; one under newer settings counts as longer. */
  private void share(Cooldown cooldown) {
    database.update(
        """
        insert into cooldown (provider, model, until, outcome, reason, settings_version)
        values (?, ?, ?, ?, ?, ?)
        on conflict (provider, model) do update set until = excluded.until,
          outcome = excluded.outcome, reason = excluded.reason,
          settings_version = excluded.settings_version, changed_in = pg_current_xact_id()
        where (cooldown.model <> '' and cooldown.settings_version < excluded.settings_version)
          or (cooldown.until < excluded.until
            and (cooldown.model = '' or cooldown.settings_version = excluded.settings_version))
        """,
        statement -> {
          statement.setString(1, cooldown.provider().id());
          statement.setString(2, cooldown.model().orElse(""));
          statement.setTimestamp(3, Timestamp.from(cooldown.until()));
          statement.setString(4, cooldown.outcome().name());
          statement.setString(5, cooldown.reason());
          statement.setLong(6, cooldown.settingsVersion());
        });
  }

  /** Ends all cooldowns, here at once and elsewhere at the next reading. */
  public void clear() {
    database.update("delete from cooldown", statement -> {});
    own.clear();
    shared = List.of();
  }

  private static String key(Cooldown cooldown) {
    return cooldown.provider().id() + ' ' + cooldown.model().orElse("");
  }

  /** Without the database everyone knows what it knew: that is no reason to fail a call. */
  private void refresh() {
    if (time.instant().isBefore(readAt.plus(config.cooling().checkAfter()))
        || !refreshing.tryLock()) {
      return;
    }
    try {
      readAt = time.instant();
      shared =
          database.query(
              "select provider, model, until, outcome, reason, settings_version from cooldown"
                  + " where until > ? order by until desc limit "
                  + MOST,
              statement -> statement.setTimestamp(1, Timestamp.from(readAt)),
              row ->
                  new Cooldown(
                      Provider.byId(row.getString(1)).orElseThrow(),
                      Optional.of(row.getString(2)).filter(model -> !model.isEmpty()),
                      row.getTimestamp(3).toInstant(),
                      OutcomeClass.valueOf(row.getString(4)),
                      row.getString(5),
                      row.getLong(6)));
    } catch (DatabaseException e) {
      Log.warnf("The cooldowns of other instances cannot be read: %s", e.getMessage());
    } finally {
      refreshing.unlock();
    }
  }
}
