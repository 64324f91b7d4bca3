package dev.ziggurat.tick;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.world.Game;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.sql.Timestamp;
import java.time.InstantSource;

/** Removes the texts of prompts and answers when they have been kept long enough. */
@Singleton
class TextRetention {

  private static final int MAX_TURNS = 20_000;
  private static final int MAX_TICKS = 100;

  private final Database database;
  private final TickConfig config;
  private final InstantSource time;

  TextRetention(Database database, TickConfig config, InstantSource time) {
    this.database = database;
    this.config = config;
    this.time = time;
  }

  /**
   * Forgets what is due in a game, some ten thousand turns at once. It follows a tick that has
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
        update tick set shared_briefing = null where game_id = ? and number in (
          select number from (
            select number, closed_at from tick
            where game_id = ? and shared_briefing is not null order by number limit ?) as oldest
          where closed_at < ?)
        """,
        statement -> {
          statement.setString(1, game.id());
          statement.setString(2, game.id());
          statement.setInt(3, MAX_TICKS);
          statement.setTimestamp(4, due());
        });
  }

  /** It begins at the oldest turn that has texts: all the others need not be looked at. */
  private void forgetTurns(Game game) {
    database.update(
        """
        with oldest as materialized (
          select tick from turn where game_id = ? and briefing is not null order by tick limit 1),
        due as materialized (
          select number from (
            select number, closed_at from tick
            where game_id = ? and number >= (select tick from oldest)
            order by number limit ?) as next
          where closed_at < ?)
        update turn set briefing = null, answer = null where (game_id, tick, handle) in (
          select texts.game_id, texts.tick, texts.handle
          from due cross join lateral (
            select game_id, tick, handle from turn
            where game_id = ? and tick = due.number and briefing is not null limit ?) as texts
          order by texts.tick limit ?)
        """,
        statement -> {
          statement.setString(1, game.id());
          statement.setString(2, game.id());
          statement.setInt(3, MAX_TICKS);
          statement.setTimestamp(4, due());
          statement.setString(5, game.id());
          statement.setInt(6, MAX_TURNS);
          statement.setInt(7, MAX_TURNS);
        });
  }

  private Timestamp due() {
    return Timestamp.from(time.instant().minus(config.keepTexts()));
  }
}
