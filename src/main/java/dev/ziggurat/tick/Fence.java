package dev.ziggurat.tick;

import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/**
 * Lets only the holder of the newest epoch (the fencing token) write. Every transaction that writes
 * a tick or a world checks it first; the row lock blocks another runner until it commits.
 */
@Singleton
public class Fence {

  private final Database database;

  Fence(Database database) {
    this.database = database;
  }

  /**
   * Runs the work in one transaction, if the tick's epoch is still the newest.
   *
   * @throws FenceLost if another runner has taken over; nothing was written
   */
  <T> T guarded(Tick tick, Supplier<T> work) {
    return database.inTransaction(
        () -> {
          if (!holds(tick)) {
            throw new FenceLost(tick);
          }
          return work.get();
        });
  }

  /**
   * Within a transaction: whether the epoch is the newest; the row lock keeps it so until the end.
   */
  boolean holds(Tick tick) {
    return database
        .first(
            "select 1 from game where id = :id and epoch = :epoch for share",
            parameters -> {
              parameters.setString("id", tick.game().id());
              parameters.setLong("epoch", tick.epoch());
            },
            row -> true)
        .orElse(false);
  }
}
