package dev.ziggurat.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.db.Database;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.Providers;
import dev.ziggurat.money.SpendCap;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Changes the settings and keeps every version. A change locks the one row first, so that two
 * changes at once follow each other and neither loses a field of the other.
 */
@Singleton
public class SettingsStore {

  private static final TypeReference<List<SettingsChange>> CHANGES = new TypeReference<>() {};

  private final Database database;
  private final SettingsReader reader;
  private final ObjectMapper json;
  private final Event<SettingsChanged> changed;
  private final InstantSource time;

  SettingsStore(
      Database database,
      SettingsReader reader,
      ObjectMapper json,
      Event<SettingsChanged> changed,
      InstantSource time) {
    this.database = database;
    this.reader = reader;
    this.json = json;
    this.changed = changed;
    this.time = time;
  }

  /** The settings in force, locked until the caller's transaction ends. */
  public SettingsView lock() {
    return reader.view(locked());
  }

  /**
   * Writes the next version, in the caller's transaction.
   *
   * @param choices of those providers that have one
   * @param who made the change
   * @param changes what is different: of the choices, of the providers or of the catalogue
   */
  public SettingsView write(
      Map<Provider, SettingsView.Choice> choices, String who, List<SettingsChange> changes) {
    var stored = locked();
    stored.change(choices, time.instant().truncatedTo(ChronoUnit.MICROS), who);
    SystemSettings.flush();
    database.update(
        """
        with version as (
          insert into settings_history (version, changed_at, changed_by, changes)
          select version, updated_at, updated_by, :changes from system_settings where id = :id
          returning version)
        insert into provider_settings_history (version, provider, model, enabled, position,
          day_hard_nano, day_soft_nano, month_hard_nano, month_soft_nano)
        select version.version, provider, model, enabled, position,
          day_hard_nano, day_soft_nano, month_hard_nano, month_soft_nano
        from provider_settings, version where settings_id = :id
        """,
        parameters -> {
          parameters.setString("changes", written(changes));
          parameters.setString("id", SystemSettings.ID);
        });
    var written = reader.view(stored);
    changed.fire(
        new SettingsChanged(written.version(), who, written.changedAt(), List.copyOf(changes)));
    return written;
  }

  /**
   * Adds a provider or changes one that was added, in the caller's transaction, which then {@link
   * #write}s the next version.
   */
  public void define(Provider provider, AddedProvider added) {
    locked().providers.computeIfAbsent(provider.id(), _ -> new ProviderRow()).definition =
        reader.written(added);
    SystemSettings.flush();
  }

  /** Removes a provider that was added and its choice, in the caller's transaction as well. */
  public void remove(Provider provider) {
    locked().providers.remove(provider.id());
    SystemSettings.flush();
  }

  /**
   * Versions, newest first.
   *
   * @param before only those older than this version
   */
  public List<PastSettings> history(long before, int limit) {
    var providers = current().providers();
    var choices = new HashMap<Long, Map<Provider, SettingsView.Choice>>();
    database.query(
        """
        select version, provider, model, enabled, position,
          day_hard_nano, day_soft_nano, month_hard_nano, month_soft_nano
        from provider_settings_history
        where version in (
          select version from settings_history
          where version < :version order by version desc limit :limit)
        """,
        parameters -> {
          parameters.setLong("version", before);
          parameters.setInt("limit", limit);
        },
        row -> {
          var provider = new Provider(row.getString("provider"));
          choices
              .computeIfAbsent(row.getLong("version"), _ -> new HashMap<>())
              .put(provider, choice(row));
          return provider;
        });
    return database.query(
        """
        select version, changed_at, changed_by, changes from settings_history
        where version < :version order by version desc limit :limit
        """,
        parameters -> {
          parameters.setLong("version", before);
          parameters.setInt("limit", limit);
        },
        row -> past(row, choices.getOrDefault(row.getLong("version"), Map.of()), providers));
  }

  /** One version, or empty if there never was such a one. */
  public Optional<PastSettings> find(long version) {
    return history(version == Long.MAX_VALUE ? version : version + 1, 1).stream()
        .filter(past -> past.settings().version() == version)
        .findFirst();
  }

  private SettingsView current() {
    return database.inTransaction(() -> reader.view(SystemSettings.findById(SystemSettings.ID)));
  }

  private static SystemSettings locked() {
    return SystemSettings.findById(SystemSettings.ID, LockModeType.PESSIMISTIC_WRITE);
  }

  private static SettingsView.Choice choice(ResultSet row) throws SQLException {
    var position = row.getInt("position");
    var chosen = row.wasNull() ? OptionalInt.empty() : OptionalInt.of(position);
    return new SettingsView.Choice(
        Optional.ofNullable(row.getString("model")),
        row.getBoolean("enabled"),
        chosen,
        new ProviderBudget(cap(row, "day"), cap(row, "month")));
  }

  private static SpendCap cap(ResultSet row, String period) throws SQLException {
    return ProviderRow.cap(
        row.getObject(period + "_hard_nano", Long.class),
        row.getObject(period + "_soft_nano", Long.class));
  }

  private PastSettings past(
      ResultSet row, Map<Provider, SettingsView.Choice> choices, Providers providers)
      throws SQLException {
    return new PastSettings(
        new SettingsView(
            row.getLong("version"),
            row.getTimestamp("changed_at").toInstant(),
            row.getString("changed_by"),
            choices,
            providers.inOrder(SettingsView.order(choices))),
        read(row.getString("changes")));
  }

  private String written(List<SettingsChange> changes) {
    try {
      return json.writeValueAsString(changes);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<SettingsChange> read(String changes) {
    try {
      return json.readValue(changes, CHANGES);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
