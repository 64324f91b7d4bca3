package dev.ziggurat.babylon.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.babylon.GameEconomy;
import dev.ziggurat.babylon.GameSettings;
import dev.ziggurat.babylon.SettingsFormat;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;

/** JSON columns of Babylon's tables. */
final class StoredSettings {

  private static final ObjectMapper JSON = new ObjectMapper();

  private StoredSettings() {}

  /** The settings without what is usual; null if all is. */
  static String stored(GameSettings settings) {
    var own = SettingsFormat.own(settings);
    return own.isEmpty() ? null : own.toString();
  }

  /**
   * Reads settings.
   *
   * @param column the JSON
   * @param liquidity the column of the liquidity that belongs to it
   */
  static GameSettings read(ResultSet row, String column, String liquidity) throws SQLException {
    var usual =
        GameSettings.usual(
            new GameEconomy(
                row.getLong("founded_micro_points"),
                row.getLong("start_micro_points"),
                row.getLong(liquidity)));
    var own = row.getString(column);
    return own == null ? usual : SettingsFormat.read(object(own), usual);
  }

  /** A stored object. */
  static ObjectNode object(String stored) {
    try {
      return JSON.readValue(stored, ObjectNode.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
