package dev.ziggurat.httpworld;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.DatabaseException;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Deletes the events of worlds after the retention period. */
@Singleton
class EventRetention {

  /** More than one application may add, so that what is due grows less. */
  private static final int MAX_EVENTS = 2 * Change.MOST_EVENTS;

  private final Database database;
  private final HttpWorldConfig config;
  private final InstantSource time;

  EventRetention(Database database, HttpWorldConfig config, InstantSource time) {
    this.database = database;
    this.config = config;
    this.time = time;
  }

  /**
   * Deletes what is due of a game in the background, at most {@value #MAX_EVENTS} events. Runs
   * after events were written, so a failure is retried after the next.
   */
  void begin(String game) {
    Thread.ofVirtual().name("retention-of-http_world_event").start(() -> run(game));
  }

  /** Reads the oldest events only: their times grow with their ticks. */
  private void run(String game) {
    try {
      database.update(
          """
          delete from http_world_event where game_id = :gameId and (tick, ordinal) in (
            select tick, ordinal from (
              select tick, ordinal, at from http_world_event
              where game_id = :gameId order by tick, ordinal limit :limit) as oldest
            where at < :due)
          """,
          parameters -> {
            parameters.setString("gameId", game);
            parameters.setInt("limit", MAX_EVENTS);
            parameters.setInstant("due", time.instant().minus(config.keepEvents()));
          });
    } catch (DatabaseException failed) {
      Log.warnf("Old events of %s could not be deleted: %s", game, failed.getMessage());
    }
  }
}
