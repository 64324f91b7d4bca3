package dev.ziggurat.tick;

import dev.ziggurat.db.Database;
import dev.ziggurat.world.Game;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Planned or applied → closed without the world: closes a tick that its world does not let finish.
 * Decisions that were not applied are dropped, and their agents go first next time. Raises the
 * epoch, so that no earlier runner can write.
 */
@Singleton
public class GiveUp {

  private final Database database;
  private final TickStore ticks;
  private final Orphans orphans;
  private final Close close;
  private final Cancellations cancellations;
  private final InstantSource time;

  GiveUp(
      Database database,
      TickStore ticks,
      Orphans orphans,
      Close close,
      Cancellations cancellations,
      InstantSource time) {
    this.database = database;
    this.ticks = ticks;
    this.orphans = orphans;
    this.close = close;
    this.cancellations = cancellations;
    this.time = time;
  }

  private record Locked(Game game, long epoch) {}

  /**
   * Gives the tick up, in the caller's transaction or in one of its own.
   *
   * @param who identity of the operator
   * @return empty unless its world failed in it and nobody is running it
   */
  public Optional<Cancellation> run(String game, long number, String who) {
    return database.joinTransaction(
        () -> lock(game, number).flatMap(locked -> givenUp(locked, number, who)));
  }

  /** Without a lease: a runner that holds it may still finish the tick. */
  private Optional<Locked> lock(String game, long number) {
    return database.first(
        """
        update game set epoch = epoch + 1
        where id = :id and last_tick = :number and deleted_at is null
          and (lease_until is null or lease_until < clock_timestamp())
          and exists (
            select from tick where game_id = game.id and number = game.last_tick
              and phase <> 'closed' and world_failure is not null)
        returning game.id, name, world, seed, period_millis, width, budget_millis, batch, epoch
        """,
        parameters -> {
          parameters.setString("id", game);
          parameters.setLong("number", number);
        },
        row -> new Locked(Games.read(row), row.getLong("epoch")));
  }

  private Optional<Cancellation> givenUp(Locked locked, long number, String who) {
    return ticks
        .stuck(locked.game().id(), number)
        .map(
            stored -> {
              var tick = tick(locked, stored);
              ticks.adopt(stored, tick.epoch(), tick.phase());
              passOver(tick);
              var cancellation = cancellations.record(tick, who);
              close.withoutWorld(tick);
              return cancellation;
            });
  }

  private Tick tick(Locked locked, StoredTick stored) {
    var now = time.instant();
    return new Tick(
        stored.of(locked.game()),
        stored.number(),
        stored.key(),
        stored.slot(),
        locked.epoch(),
        stored.phase(),
        stored.startedAt(),
        now,
        now,
        Optional.empty(),
        0);
  }

  private void passOver(Tick tick) {
    orphans.record(tick, "the tick was given up before the call returned");
    database.update(
        """
        update turn set state = 'passed_over'
        where game_id = :gameId and tick = :tick and state in ('due', 'asking', 'thought')
        """,
        parameters -> TurnStore.of(parameters, tick));
    database.joiningManyRows(
        () ->
            database.update(
                """
                update agent set passed_over = true from turn
                where turn.game_id = :gameId and turn.tick = :tick and turn.state = 'passed_over'
                  and agent.game_id = turn.game_id and agent.handle = turn.handle
                """,
                parameters -> TurnStore.of(parameters, tick)));
  }
}
