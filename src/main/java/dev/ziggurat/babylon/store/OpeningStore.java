package dev.ziggurat.babylon.store;

import dev.ziggurat.db.Database;
import dev.ziggurat.world.Game;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Stores the initial state of games. */
@Singleton
class OpeningStore {

  private final Database database;

  OpeningStore(Database database) {
    this.database = database;
  }

  /** Stores the parameters of a game's creation, in the transaction that saved the city. */
  void write(Game game, Instant at, List<String> handles, String digest) {
    database.update(
        """
        update babylon_house set opened_at = :openedAt, opened_seed = :openedSeed, opened_period_millis = :openedPeriodMillis,
          opened_handles = :openedHandles, opened_digest = :openedDigest,
          opened_settings = settings, opened_liquidity_micro_points = liquidity_micro_points
        where game_id = :gameId""",
        parameters -> {
          parameters.setObject("openedAt", Rows.timestamp(at));
          parameters.setLong("openedSeed", game.seed());
          parameters.setLong("openedPeriodMillis", game.period().toMillis());
          parameters.setTexts("openedHandles", handles);
          parameters.setString("openedDigest", digest);
          parameters.setString("gameId", game.id());
        });
  }

  /** The initial state of the game, if stored. */
  Optional<Opening> find(String game) {
    return database.first(
        """
        select founded_micro_points, start_micro_points,
          coalesce(opened_liquidity_micro_points, liquidity_micro_points)
            as opened_liquidity_micro_points, opened_settings,
          opened_at, opened_seed, opened_period_millis, opened_handles, opened_digest
        from babylon_house where game_id = :gameId""",
        parameters -> parameters.setString("gameId", game),
        row ->
            new Opening(
                StoredSettings.read(row, "opened_settings", "opened_liquidity_micro_points"),
                founded(row)));
  }

  private static Optional<Opening.Founded> founded(ResultSet row) throws SQLException {
    var at = Rows.instant(row, "opened_at");
    if (at.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Opening.Founded(
            at.get(),
            row.getLong("opened_seed"),
            Duration.ofMillis(row.getLong("opened_period_millis")),
            List.of((String[]) row.getArray("opened_handles").getArray()),
            Optional.ofNullable(row.getString("opened_digest"))));
  }
}
