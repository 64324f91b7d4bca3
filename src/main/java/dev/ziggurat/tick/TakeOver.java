package dev.ziggurat.tick;

import dev.ziggurat.db.Database;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;

/**
 * Makes a planned tick ready to go on: calls that a dead runner left under way become orphaned
 * attempts, and their turns are due again. Journaled answers stay and are never asked for again.
 */
@Singleton
public class TakeOver {

  private final Fence fence;
  private final Database database;

  TakeOver(Fence fence, Database database) {
    this.fence = fence;
    this.database = database;
  }

  /**
   * Readies the turns.
   *
   * @param resumed whether the tick had been closed as failed: then every turn has another chance
   * @throws FenceLost if another runner has taken over
   */
  void run(Tick tick, boolean resumed) {
    fence.guarded(
        tick,
        () -> {
          var orphans = orphan(tick);
          if (orphans > 0) {
            Log.warnf(
                "Tick %d of %s was taken over with %d calls under way: they are recorded as"
                    + " orphaned, at what they may have cost",
                tick.number(), tick.game().id(), orphans);
          }
          database.update(
              "update turn set state = 'due' where game_id = ? and tick = ? and state in "
                  + (resumed ? "('asking', 'failed', 'passed_over')" : "('asking')"),
              statement -> TurnStore.of(statement, tick));
          return null;
        });
  }

  private int orphan(Tick tick) {
    return database.update(
        """
        insert into attempt (id, call_id, ordinal, at, source, game_id, tick, handle, provider,
          model_asked, outcome, reason, latency_millis, cost_nano, at_most_nano, price_known,
          simulated)
        select md5(call_id || '#orphan')::uuid, call_id, 0, clock_timestamp(), 'tick', game_id,
          tick, handle, asking_provider, asking_model, 'ORPHANED',
          'its runner died while the call may have been under way', 0, 0, asking_at_most_nano,
          true, false
        from turn where game_id = ? and tick = ? and state = 'asking' and asking_provider <> 'none'
        on conflict (id) do nothing
        """,
        statement -> TurnStore.of(statement, tick));
  }
}
