package dev.ziggurat.tick;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.DatabaseException;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Which ticks were cancelled. It is written beside the fence, because whoever cancels a tick is not
 * its runner; the runner, in whatever process, looks here.
 */
@Singleton
public class Cancellations {

  private final Database database;

  Cancellations(Database database) {
    this.database = database;
  }

  /**
   * Cancels a tick, in the caller's transaction or in one of its own; a second time changes
   * nothing.
   *
   * @return empty when the tick is not under way, or has thought already
   */
  public Optional<Cancellation> request(String game, long tick, String who) {
    return database.first(
        """
        update tick set cancelled_at = coalesce(cancelled_at, clock_timestamp()),
          cancelled_by = coalesce(cancelled_by, :who)
        where game_id = :gameId and number = :number and phase in ('triggered', 'planned')
        returning cancelled_at, cancelled_by
        """,
        parameters -> {
          parameters.setString("who", who);
          parameters.setString("gameId", game);
          parameters.setLong("number", tick);
        },
        row -> new Cancellation(game, tick, row.getTimestamp(1).toInstant(), row.getString(2)));
  }

  /**
   * Whether the tick was cancelled, as far as can be told: that the database is away for a moment
   * is no reason to lose what the agents are thinking.
   */
  boolean isCancelled(Tick tick) {
    try {
      return database
          .first(
              """
              select 1 from tick
              where game_id = :gameId and number = :tick and cancelled_by is not null
              """,
              parameters -> TurnStore.of(parameters, tick),
              row -> true)
          .isPresent();
    } catch (DatabaseException away) {
      Log.warnf(
          "Whether tick %d of %s was cancelled cannot be told: %s",
          tick.number(), tick.game().id(), away.getMessage());
      return false;
    }
  }
}
