package dev.ziggurat.webhooks;

import dev.ziggurat.chain.ProviderAnswered;
import dev.ziggurat.chain.ProviderDown;
import dev.ziggurat.db.Database;
import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.settings.Settings;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which providers are down, for all instances: each spell is told once when it begins and once when
 * the provider answers. What others found is read when this process looks after its deliveries.
 */
@Singleton
class ProviderOutages {

  private static final int MOST = 1_000;

  private final Database database;
  private final Outbox outbox;
  private final EventTexts texts;
  private final Settings settings;

  /** Those this process knows of, since when. */
  private final Map<String, Instant> known = new ConcurrentHashMap<>();

  ProviderOutages(Database database, Outbox outbox, EventTexts texts, Settings settings) {
    this.database = database;
    this.outbox = outbox;
    this.texts = texts;
    this.settings = settings;
  }

  /**
   * Calls skip a provider.
   *
   * @return whether somebody is to be told
   */
  boolean down(ProviderDown event) {
    var provider = event.provider().id();
    if (known.containsKey(provider)) {
      return false;
    }
    try {
      var begun =
          database.inTransaction(() -> begin(event) ? outbox.add(texts.providerDown(event)) : 0);
      known.put(provider, event.at());
      return begun > 0;
    } catch (DatabaseException away) {
      // The next call that finds it so tells it.
      Log.warnf("That %s is down could not be stored: %s", provider, away.getMessage());
      return false;
    }
  }

  private boolean begin(ProviderDown event) {
    return database.update(
            """
            insert into provider_outage (provider, began_at, reason)
            values (:provider, :beganAt, :reason) on conflict (provider) do nothing
            """,
            parameters -> {
              parameters.setString("provider", event.provider().id());
              parameters.setInstant("beganAt", event.at());
              parameters.setString("reason", event.reason());
            })
        > 0;
  }

  /**
   * A provider has answered. An answer to a call that began before the spell ends nothing.
   *
   * @return whether somebody is to be told
   */
  boolean answered(ProviderAnswered event) {
    var provider = event.provider().id();
    var since = known.get(provider);
    if (since == null || !event.askedAt().isAfter(since)) {
      return false;
    }
    try {
      var told =
          database.inTransaction(
              () ->
                  end(provider, event.askedAt()).stream()
                      .mapToInt(
                          began ->
                              outbox.add(texts.providerUp(event.provider(), began, event.at())))
                      .sum());
      known.remove(provider, since);
      return told > 0;
    } catch (DatabaseException away) {
      Log.warnf("That %s answers again could not be stored: %s", provider, away.getMessage());
      return false;
    }
  }

  private List<Instant> end(String provider, Instant askedAt) {
    return database.query(
        """
        delete from provider_outage where provider = :provider and began_at < :askedAt
        returning began_at
        """,
        parameters -> {
          parameters.setString("provider", provider);
          parameters.setInstant("askedAt", askedAt);
        },
        row -> row.getTimestamp(1).toInstant());
  }

  /**
   * Reads what other instances have found. A provider that was removed or switched off is not down
   * any more; that it answers is not told.
   */
  void refresh() {
    var current = settings.current();
    database.update(
        "delete from provider_outage where provider <> all(:asked)",
        parameters ->
            parameters.setTexts(
                "asked",
                current.providers().inOrder().stream()
                    .filter(current::enabled)
                    .map(Provider::id)
                    .toList()));
    var rows =
        database.query(
            "select provider, began_at from provider_outage order by began_at limit " + MOST,
            _ -> {},
            row -> Map.entry(row.getString(1), row.getTimestamp(2).toInstant()));
    known.keySet().retainAll(rows.stream().map(Map.Entry::getKey).toList());
    rows.forEach(row -> known.put(row.getKey(), row.getValue()));
  }
}
