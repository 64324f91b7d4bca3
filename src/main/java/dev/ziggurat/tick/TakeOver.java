package dev.ziggurat.tick;

import dev.ziggurat.db.Database;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;

/**
 * Prepares a planned tick to be continued: calls in flight of a dead runner become orphaned
 * attempts, and their turns are due again. Journaled answers stay; their models are not called
 * again.
 */
@Singleton
public class TakeOver {

  private final Fence fence;
  private final Database database;
  private final Orphans orphans;

  TakeOver(Fence fence, Database database, Orphans orphans) {
    this.fence = fence;
    this.database = database;
    this.orphans = orphans;
  }

  /**
   * Prepares the turns.
   *
   * @throws FenceLost if another runner has taken over
   */
  void run(Tick tick) {
    fence.guarded(
        tick,
        () -> {
          var orphaned =
              orphans.record(tick, "its runner ended while the call may have been in flight");
          if (orphaned > 0) {
            Log.warnf(
                "Tick %d of %s was taken over with %d calls in flight: they are recorded as"
                    + " orphaned, at their maximum cost",
                tick.number(), tick.game().id(), orphaned);
          }
          database.update(
              "update turn set state = 'due' where game_id = :gameId and tick = :tick and state = 'asking'",
              parameters -> TurnStore.of(parameters, tick));
          return null;
        });
  }
}
