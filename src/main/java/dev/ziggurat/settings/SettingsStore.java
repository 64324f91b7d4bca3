package dev.ziggurat.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.db.Database;
import dev.ziggurat.llm.Provider;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Changes the settings and keeps every version. A change locks the one row first, so that two
 * changes at once follow each other and neither loses a field of the other.
 */
@Singleton
public class SettingsStore {

  private static final String COLUMNS =
      """
      version, changed_at, changed_by, wandb_model, wandb_enabled, groq_model, groq_enabled,
        claude_model, claude_enabled, openai_model, openai_enabled, changes
      """;

  private static final TypeReference<List<SettingsChange>> CHANGES = new TypeReference<>() {};

  private final Database database;
  private final ObjectMapper json;
  private final InstantSource time;

  SettingsStore(Database database, ObjectMapper json, InstantSource time) {
    this.database = database;
    this.json = json;
    this.time = time;
  }

  /** The settings in force, locked until the caller's transaction ends. */
  public SettingsView lock() {
    return locked().view();
  }

  /**
   * Writes the next version, in the caller's transaction.
   *
   * @param choices for every provider
   * @param who made the change
   * @param changes what is different: of the choices, or of the catalogue
   */
  public SettingsView write(
      Map<Provider, SettingsView.Choice> choices, String who, List<SettingsChange> changes) {
    var stored = locked();
    stored.change(choices, time.instant().truncatedTo(ChronoUnit.MICROS), who);
    SystemSettings.flush();
    database.update(
        """
        insert into settings_history
        select version, updated_at, updated_by, wandb_model, wandb_enabled, groq_model,
          groq_enabled, claude_model, claude_enabled, openai_model, openai_enabled, :changes
        from system_settings where id = :id
        """,
        parameters -> {
          parameters.setString("changes", written(changes));
          parameters.setString("id", SystemSettings.ID);
        });
    return stored.view();
  }

  /**
   * Versions, newest first.
   *
   * @param before only those older than this version
   */
  public List<PastSettings> history(long before, int limit) {
    return database.query(
        "select "
            + COLUMNS
            + " from settings_history where version < :version order by version desc limit :limit",
        parameters -> {
          parameters.setLong("version", before);
          parameters.setInt("limit", limit);
        },
        this::past);
  }

  /** One version, or empty if there never was such a one. */
  public Optional<PastSettings> find(long version) {
    return history(version == Long.MAX_VALUE ? version : version + 1, 1).stream()
        .filter(past -> past.settings().version() == version)
        .findFirst();
  }

  private static SystemSettings locked() {
    return SystemSettings.findById(SystemSettings.ID, LockModeType.PESSIMISTIC_WRITE);
  }

  private PastSettings past(ResultSet row) throws SQLException {
    var choices = new EnumMap<Provider, SettingsView.Choice>(Provider.class);
    for (var provider : Provider.values()) {
      choices.put(
          provider,
          new SettingsView.Choice(
              Optional.ofNullable(row.getString(provider.id() + "_model")),
              row.getBoolean(provider.id() + "_enabled")));
    }
    return new PastSettings(
        new SettingsView(
            row.getLong("version"),
            row.getTimestamp("changed_at").toInstant(),
            row.getString("changed_by"),
            choices),
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
