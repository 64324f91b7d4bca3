package dev.ziggurat.tick;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.world.WorldUnavailable;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Stores why a tick could not be finished: its world could not be used. */
@Singleton
class WorldFailures {

  private final Database database;
  private final InstantSource time;

  WorldFailures(Database database, InstantSource time) {
    this.database = database;
    this.time = time;
  }

  /** Stores the reason with the tick, if this runner still holds it. */
  WorldFailure store(Tick tick, WorldUnavailable why) {
    var failure = new WorldFailure(time.instant(), why.getMessage());
    try {
      database.update(
          """
          update tick set world_failure = :reason, world_failed_at = :at
          where game_id = :gameId and number = :tick and epoch = :epoch and phase <> 'closed'
          """,
          parameters -> {
            TurnStore.of(parameters, tick);
            parameters.setString("reason", failure.reason());
            parameters.setInstant("at", failure.at());
            parameters.setLong("epoch", tick.epoch());
          });
    } catch (DatabaseException away) {
      Log.warnf(
          "The failure of the world in tick %d of %s could not be stored: %s",
          tick.number(), tick.game().id(), away.getMessage());
    }
    return failure;
  }
}
