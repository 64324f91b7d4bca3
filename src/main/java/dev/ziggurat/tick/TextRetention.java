package dev.ziggurat.tick;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.db.Parameters;
import dev.ziggurat.world.Game;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.InstantSource;

/**
 * Removes the texts of prompts and answers after the retention period: that of the game, or {@code
 * ziggurat.tick.keep-texts}.
 */
@Singleton
class TextRetention {

  private static final int MAX_TURNS = 20_000;
  private static final int MAX_TICKS = 100;

  /** Texts of ticks that closed before are removed. */
  private static final String DUE =
      """
      coalesce(
        (select cast(:now as timestamptz) - make_interval(hours => 24 * keep_texts_days) from game where id = :gameId),
        :usuallyDue)""";

  private final Database database;
  private final TickConfig config;
  private final InstantSource time;

  TextRetention(Database database, TickConfig config, InstantSource time) {
    this.database = database;
    this.config = config;
    this.time = time;
  }

  /**
   * Removes expired texts of a game, at most {@value #MAX_TURNS} turns at once. Runs after each
   * closed tick, so a failure is retried after the next.
   */
  void run(Game game) {
    try {
      removeTurnTexts(game);
      removeTickTexts(game);
    } catch (DatabaseException e) {
      Log.warnf("Old texts of %s could not be removed: %s", game.id(), e.getMessage());
    }
  }

  /** Removes the shared part of prompts. */
  private void removeTickTexts(Game game) {
    database.update(
        """
        update tick set shared_briefing = null where game_id = :gameId and number in (
          select number from (
            select number, closed_at from tick
            where game_id = :gameId and shared_briefing is not null order by number limit :limit) as oldest
          where closed_at < %s)
        """
            .formatted(DUE),
        parameters -> {
          parameters.setString("gameId", game.id());
          parameters.setInt("limit", MAX_TICKS);
          bindDue(parameters);
        });
  }

  /** Starts at the oldest turn that has texts, to scan no others. */
  private void removeTurnTexts(Game game) {
    database.update(
        """
        with oldest as materialized (
          select tick from turn where game_id = :gameId and briefing is not null order by tick limit 1),
        due as materialized (
          select number from (
            select number, closed_at from tick
            where game_id = :gameId and number >= (select tick from oldest)
            order by number limit :limit) as next
          where closed_at < %s)
        update turn set briefing = null, answer = null where (game_id, tick, handle) in (
          select texts.game_id, texts.tick, texts.handle
          from due cross join lateral (
            select game_id, tick, handle from turn
            where game_id = :gameId and tick = due.number and briefing is not null limit :turnLimit) as texts
          order by texts.tick limit :turnLimit)
        """
            .formatted(DUE),
        parameters -> {
          parameters.setString("gameId", game.id());
          parameters.setInt("limit", MAX_TICKS);
          bindDue(parameters);
          parameters.setInt("turnLimit", MAX_TURNS);
        });
  }

  private void bindDue(Parameters parameters) throws SQLException {
    var now = time.instant();
    parameters.setInstant("now", now);
    parameters.setInstant("usuallyDue", now.minus(config.keepTexts()));
  }
}
