package dev.ziggurat.settings;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.Providers;
import io.quarkus.cache.Cache;
import io.quarkus.cache.CacheName;
import io.quarkus.cache.CaffeineCache;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.persistence.PersistenceException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The settings in force, from the cache where that is right. A tick brings the version it learned
 * from its fence; everyone else checks the version on use once it is a few seconds old.
 */
@Singleton
public class Settings {

  private final Database database;
  private final SettingsReader reader;
  private final Cache cache;
  private final SettingsConfig config;
  private final Map<Provider, Optional<String>> environment;
  private final InstantSource time;
  private final AtomicReference<Instant> checkedAt = new AtomicReference<>(Instant.EPOCH);
  private final AtomicReference<SettingsView> known = new AtomicReference<>();
  private volatile Instant awayUntil = Instant.EPOCH;

  Settings(
      Database database,
      SettingsReader reader,
      @CacheName("settings") Cache cache,
      SettingsConfig config,
      InstantSource time) {
    this.database = database;
    this.reader = reader;
    this.cache = cache;
    this.config = config;
    this.environment =
        Map.of(
            Provider.WANDB, config.model().wandb(),
            Provider.GROQ, config.model().groq(),
            Provider.CLAUDE, config.model().claude(),
            Provider.OPENAI, config.model().openai());
    this.time = time;
  }

  /**
   * The settings now, at most as old as the configured check; while the database is away, those
   * that are known.
   */
  public SettingsView current() {
    var now = time.instant();
    if (now.isBefore(awayUntil)) {
      return known.get();
    }
    var checked = checkedAt.get();
    // One of many callers asks, and after a failure nobody asks again at once.
    var asks =
        now.isAfter(checked.plus(config.checkAfter())) && checkedAt.compareAndSet(checked, now);
    try {
      return asks ? at(storedVersion()) : cached();
    } catch (DatabaseException | PersistenceException away) {
      if (known.get() == null) {
        throw away;
      }
      Log.warnf("The settings could not be checked, the known ones stay: %s", away.getMessage());
      // From now on: finding that out may have taken longer than a check is good for.
      awayUntil = time.instant().plus(config.checkAfter());
      return known.get();
    }
  }

  /** The settings at a version that was just read from the database. */
  public SettingsView at(long version) {
    var view = cached();
    if (view.version() != version) {
      forget();
      view = cached();
    }
    checkedAt.set(time.instant());
    return view;
  }

  /** The newest version this process has heard of, without asking; 0 before the first. */
  public long newestVersion() {
    var view = known.get();
    return view == null ? 0 : view.version();
  }

  /** Drops what is cached: the next use reads anew, whatever was checked when. */
  public void forget() {
    checkedAt.set(Instant.EPOCH);
    awayUntil = Instant.EPOCH;
    cache.invalidateAll().await().indefinitely();
  }

  /** The providers there are now, in the order in which the chain tries them. */
  public Providers providers() {
    return current().providers();
  }

  /** The same as far as this process has heard, without asking. */
  public Providers knownProviders() {
    var view = known.get();
    return view == null ? reader.configured() : view.providers();
  }

  /** The environment's model for a provider. */
  public Optional<String> environment(Provider provider) {
    return environment.getOrDefault(provider, Optional.empty());
  }

  private SettingsView cached() {
    var present = cache.as(CaffeineCache.class).<SettingsView>getIfPresent(SystemSettings.ID);
    if (present != null && present.state() == Future.State.SUCCESS) {
      // Asked several times in every call, so not by way of all that a loading may need.
      return present.resultNow();
    }
    return cache
        .getAsync(SystemSettings.ID, id -> Uni.createFrom().item(load()))
        .await()
        .indefinitely();
  }

  private long storedVersion() {
    return database
        .first(
            "select version from system_settings where id = :id",
            parameters -> parameters.setString("id", SystemSettings.ID),
            row -> row.getLong(1))
        .orElseThrow();
  }

  private SettingsView load() {
    var view =
        database.inTransaction(() -> reader.view(SystemSettings.findById(SystemSettings.ID)));
    known.accumulateAndGet(view, Settings::newer);
    return view;
  }

  private static SettingsView newer(SettingsView old, SettingsView young) {
    return old == null || young.version() >= old.version() ? young : old;
  }
}
