package dev.ziggurat.babylon.store;

import dev.ziggurat.babylon.GameSettings;
import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Reads the present settings of games. */
@Singleton
public class PresentSettings {

  private final Database database;

  PresentSettings(Database database) {
    this.database = database;
  }

  /** The present settings of a game, if it has a stored city. */
  public Optional<GameSettings> find(String game) {
    return database.first(
        """
        select founded_micro_points, start_micro_points, liquidity_micro_points, settings
        from babylon_house where game_id = :gameId""",
        parameters -> parameters.setString("gameId", game),
        row -> StoredSettings.read(row, "settings", "liquidity_micro_points"));
  }
}
