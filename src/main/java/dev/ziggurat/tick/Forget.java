package dev.ziggurat.tick;

import dev.ziggurat.db.Database;
import dev.ziggurat.world.Game;
import jakarta.inject.Singleton;
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

  /** Forgets what is due in a game, at most a few thousand turns at once. */
  void run(Game game) {
    database.update(
        """
        update turn set briefing = null, answer = null where (game_id, tick, handle) in (
          select turn.game_id, turn.tick, turn.handle from turn
          join tick on tick.game_id = turn.game_id and tick.number = turn.tick
          where turn.game_id = ? and tick.closed_at < ? and turn.briefing is not null
          order by turn.tick limit ?)
        """,
        statement -> {
          statement.setString(1, game.id());
          statement.setTimestamp(2, Timestamp.from(time.instant().minus(config.keepTexts())));
          statement.setInt(3, MOST_AT_ONCE);
        });
  }
}
