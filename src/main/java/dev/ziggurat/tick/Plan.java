package dev.ziggurat.tick;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.Parameters;
import dev.ziggurat.experiment.Assignments;
import dev.ziggurat.world.World;
import jakarta.inject.Singleton;
import java.sql.SQLException;

/**
 * Triggered → planned: creates the turns of the due agents, those skipped last time first, fixes
 * the order of application, assigns turns to the arms of an experiment, and stores the part of the
 * prompt that all agents share.
 */
@Singleton
public class Plan {

  private final Fence fence;
  private final Database database;
  private final Worlds worlds;
  private final Assignments assignments;
  private final TickConfig config;

  Plan(Fence fence, Database database, Worlds worlds, Assignments assignments, TickConfig config) {
    this.fence = fence;
    this.database = database;
    this.worlds = worlds;
    this.assignments = assignments;
    this.config = config;
  }

  /**
   * Plans the tick and returns the world state that its agents are briefed from.
   *
   * @throws FenceLost if another runner has taken over
   */
  World.State run(Tick tick) {
    return fence.guarded(
        tick,
        () -> {
          var world = worlds.of(tick.game()).open(tick.game());
          var prompt = new Prompt(world, tick, world.sharedBriefing(), config);
          createTurns(tick);
          assignments.assign(tick.game().id(), tick.number());
          database.update(
              """
              update tick set phase = 'planned', shared_briefing = :sharedBriefing
              where game_id = :gameId and number = :number
              """,
              parameters -> bind(parameters, tick, prompt));
          return world;
        });
  }

  /**
   * Stores what all agents are told, of a world that says so only when it is asked to brief them.
   *
   * @throws FenceLost if another runner has taken over
   */
  void storeShared(Tick tick, Prompt prompt) {
    fence.guarded(
        tick,
        () ->
            database.update(
                """
                update tick set shared_briefing = :sharedBriefing
                where game_id = :gameId and number = :number
                """,
                parameters -> bind(parameters, tick, prompt)));
  }

  private static void bind(Parameters parameters, Tick tick, Prompt prompt) throws SQLException {
    parameters.setString("sharedBriefing", prompt.shared());
    parameters.setString("gameId", tick.game().id());
    parameters.setLong("number", tick.number());
  }

  /** The order of application is a hash of seed, tick and handle: fair and reproducible. */
  private void createTurns(Tick tick) {
    database.update(
        """
        insert into turn (game_id, tick, handle, position, think_order)
        select game_id, :number, handle,
          row_number() over (order by md5(:seed || '/' || :number2 || '/' || handle) collate "C", handle) - 1,
          row_number() over (order by passed_over desc, md5(:seed || '/' || :number2 || '/' || handle) collate "C", handle) - 1
        from agent
        where game_id = :gameId and deleted_at is null and (passed_over or last_turn = 0 or :number - last_turn >= cadence)
        """,
        parameters -> {
          parameters.setLong("number", tick.number());
          parameters.setString("seed", Long.toString(tick.game().seed()));
          parameters.setString("number2", Long.toString(tick.number()));

          parameters.setString("gameId", tick.game().id());
        });
  }
}
