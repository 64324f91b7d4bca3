package dev.ziggurat.tick;

import dev.ziggurat.db.Database;
import dev.ziggurat.world.AgentKind;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The turns of a tick that several processes think, as the database has them. */
@Singleton
class ShardStore {

  private final Database database;
  private final TickStore ticks;
  private final Games games;

  ShardStore(Database database, TickStore ticks, Games games) {
    this.database = database;
    this.ticks = ticks;
    this.games = games;
  }

  /** A range in the order of calling, both ends included. */
  record Range(int first, int last) {}

  /**
   * The due turns in shards of so many, in the order of calling; none of players.
   *
   * @param size the most turns of a shard
   */
  List<Range> ranges(Tick tick, int size) {
    return database.joiningManyRows(() -> dueRanges(tick, size));
  }

  private List<Range> dueRanges(Tick tick, int size) {
    return database.query(
        """
        select min(think_order) as first, max(think_order) as last from (
          select think_order, (row_number() over (order by think_order) - 1) / :size as shard
          from turn join agent using (game_id, handle)
          where game_id = :gameId and tick = :tick and turn.state = 'due' and kind <> :player) as due
        group by shard order by shard
        """,
        parameters -> {
          parameters.setInt("size", size);
          parameters.setString("player", AgentKind.Player.ID);
          TurnStore.of(parameters, tick);
        },
        row -> new Range(row.getInt("first"), row.getInt("last")));
  }

  /**
   * How far a tick has come.
   *
   * @param epoch the newest of the game; another than the tick's when somebody else holds it
   * @param thought whether no turn is left to think
   * @param worldFailure the last time its world could not be used, if that happened
   */
  record Progress(long epoch, boolean thought, Optional<WorldFailure> worldFailure) {}

  /** How far a tick has come now. */
  Progress progress(Tick tick) {
    return database
        .first(
            """
            select game.epoch, world_failure, world_failed_at, not exists (
              select 1 from turn where game_id = :gameId and tick = :tick and state in ('due', 'asking')) as thought
            from tick join game on game.id = tick.game_id where game_id = :gameId and number = :tick
            """,
            parameters -> TurnStore.of(parameters, tick),
            row ->
                new Progress(row.getLong("epoch"), row.getBoolean("thought"), WorldFailure.of(row)))
        .orElseThrow(() -> new FenceLost(tick));
  }

  /** Stores how many shards the broker did not take, for the tick's report. */
  void unsent(Tick tick, int count) {
    database.update(
        """
        update tick set unsent_shards = nullif(:count, 0)
        where game_id = :gameId and number = :tick and epoch = :epoch
        """,
        parameters -> {
          parameters.setInt("count", count);
          TurnStore.of(parameters, tick);
          parameters.setLong("epoch", tick.epoch());
        });
  }

  /** The tick that a message names; empty if it has moved on since. */
  Optional<Tick> find(SharedTick shared) {
    return ticks
        .planned(shared)
        .flatMap(
            stored ->
                games
                    .find(shared.game())
                    .map(
                        game ->
                            new Tick(
                                stored.of(game),
                                stored.number(),
                                stored.key(),
                                stored.slot(),
                                shared.epoch(),
                                stored.phase(),
                                stored.startedAt(),
                                shared.thinkUntil(),
                                shared.deadline(),
                                Optional.empty(),
                                shared.settingsVersion())));
  }

  /** As one process names the tick to another, with the thinking time as it is now. */
  static SharedTick shared(Tick tick, Instant thinkUntil) {
    var reserve = Duration.between(tick.thinkUntil(), tick.deadline());
    return new SharedTick(
        tick.game().id(),
        tick.number(),
        tick.epoch(),
        tick.settingsVersion(),
        thinkUntil,
        thinkUntil.plus(reserve));
  }
}
