package dev.ziggurat.tick;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.DatabaseException;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Stores which ticks were cancelled. Written without the fence, because the caller that cancels a
 * tick is not its runner; the runner polls this, in any process.
 */
@Singleton
public class Cancellations {

  private final Database database;

  Cancellations(Database database) {
    this.database = database;
  }

  /**
   * Cancels a tick, in the caller's transaction or in one of its own; idempotent.
   *
   * @return empty when the tick is not running or has finished thinking
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

  /** Records that a tick is given up, in the caller's transaction. */
  Cancellation record(Tick tick, String who) {
    return database
        .first(
            """
            update tick set cancelled_at = clock_timestamp(), cancelled_by = :who
            where game_id = :gameId and number = :tick
            returning cancelled_at, cancelled_by
            """,
            parameters -> {
              TurnStore.of(parameters, tick);
              parameters.setString("who", who);
            },
            row ->
                new Cancellation(
                    tick.game().id(),
                    tick.number(),
                    row.getTimestamp(1).toInstant(),
                    row.getString(2)))
        .orElseThrow();
  }

  /**
   * Whether the tick was cancelled; false when the database does not answer, so that a short outage
   * does not discard the calls in flight.
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
          "Could not read whether tick %d of %s was cancelled: %s",
          tick.number(), tick.game().id(), away.getMessage());
      return false;
    }
  }
}
