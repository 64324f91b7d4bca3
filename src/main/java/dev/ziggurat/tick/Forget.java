package dev.ziggurat.tick;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.world.Game;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.InstantSource;

/** Removes the texts of prompts and answers when they have been kept long enough. */
@Singleton
class Forget {

  private static final int MOST_AT_ONCE = 5_000;

  private final Database database;
  private final TickConfig config;
  private final InstantSource time;

  Forget(Database database, TickConfig config, InstantSource time) {
    this.database = database;
    this.config = config;
    this.time = time;
  }

  /**
   * Forgets what is due in a game, at most a few thousand turns at once. It follows a tick that has
   * closed, so a failure waits for the next.
   */
  void run(Game game) {
    try {
      forgetTurns(game);
      forgetTicks(game);
    } catch (DatabaseException e) {
      Log.warnf("Old texts of %s could not be removed: %s", game.id(), e.getMessage());
    }
  }

  /** The part of the prompts that all agents of a tick share. */
  private void forgetTicks(Game game) {
    database.update(
        """
        update tick set shared_briefing = null where (game_id, number) in (
          select game_id, number from tick
          where game_id = ? and closed_at < ? and shared_briefing is not null
          order by number limit ?)
        """,
        statement -> bind(statement, game));
  }

  private void forgetTurns(Game game) {
    database.update(
        """
        update turn set briefing = null, answer = null where (game_id, tick, handle) in (
          select turn.game_id, turn.tick, turn.handle from turn
          join tick on tick.game_id = turn.game_id and tick.number = turn.tick
          where turn.game_id = ? and tick.closed_at < ? and turn.briefing is not null
          order by turn.tick limit ?)
        """,
        statement -> bind(statement, game));
  }

  private void bind(PreparedStatement statement, Game game) throws SQLException {
    statement.setString(1, game.id());
    statement.setTimestamp(2, Timestamp.from(time.instant().minus(config.keepTexts())));
    statement.setInt(3, MOST_AT_ONCE);
  }
}
