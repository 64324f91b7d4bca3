package dev.ziggurat.tick;

import dev.ziggurat.world.World;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;

/**
 * Planned → thought, by several processes if there is a queue to them: the one that planned the
 * tick sends shards of its turns and waits; each of them thinks its shards as {@link Think} does.
 * Turns of players stay with whoever planned them, and so do shards that could not be sent.
 */
@Singleton
class SharedThink {

  /**
   * How often a process looks again for turns of a shard that another one may have left, while both
   * got the same message.
   */
  private static final int MAX_TRIES = 10;

  private final Think think;
  private final ShardDispatch dispatch;
  private final TurnStore turns;
  private final Lease lease;

  SharedThink(Think think, ShardDispatch dispatch, TurnStore turns, Lease lease) {
    this.think = think;
    this.dispatch = dispatch;
    this.turns = turns;
    this.lease = lease;
  }

  /**
   * Runs all due turns, here or in other processes.
   *
   * @param world the state that agents are briefed from
   * @param watch notified of progress in this process
   * @return the tick to apply: under a newer epoch, if other processes thought turns of it
   * @throws FenceLost if another runner has taken over, or another process closes the tick
   * @throws dev.ziggurat.world.WorldUnavailable if the world does not brief the agents
   * @throws TickHandedBack if the process shuts down before all are done; answers so far are
   *     journaled
   * @throws LeftToWorkers if others think, and this process shuts down or is not to wait for them
   */
  Tick run(Tick tick, World.State world, TickListener.Run watch) {
    if (!dispatch.isPossible()) {
      think.run(tick, world, watch);
      return tick;
    }
    var thinking = think.thinkingTime(tick);
    if (thinking.isOver()) {
      return tick;
    }
    var dispatched = dispatch.send(tick, thinking);
    if (!dispatched.tried()) {
      think.run(tick, world, watch);
      return tick;
    }
    var here = here(tick, dispatched.unsent());
    if (!here.isEmpty()) {
      think.run(tick, world, here, thinking, watch);
    }
    if (!dispatch.isAwaited() && !thinking.isOver() && turns.unthought(tick) > 0) {
      throw new LeftToWorkers(tick);
    }
    dispatch.await(tick, dispatched, thinking);
    if (here.isEmpty() && thinking.isShuttingDown() && turns.unthought(tick) > 0) {
      throw new LeftToWorkers(tick);
    }
    think.handBackIfEnding(tick, thinking);
    return lease.succeed(tick);
  }

  private List<Turn> here(Tick tick, List<Shard> unsent) {
    return Stream.concat(
            unsent.stream().flatMap(shard -> turns.due(tick, shard).stream()),
            turns.dueOfPlayers(tick).stream())
        .toList();
  }

  /** Whether turns of a shard are still to be thought, and nobody asks for them. */
  boolean isDue(Tick tick, Shard shard) {
    return !turns.due(tick, shard).isEmpty();
  }

  /**
   * Runs the turns of a shard that are still due, in this process.
   *
   * @param world the state that agents are briefed from
   * @param watch notified of progress
   * @throws FenceLost if the tick is closed, or was taken over
   * @throws dev.ziggurat.world.WorldUnavailable if the world does not brief the agents
   * @throws TickHandedBack if the process shuts down before all are done; answers so far are
   *     journaled
   */
  void run(Tick tick, Shard shard, World.State world, TickListener.Run watch) {
    var thinking = think.thinkingTime(tick);
    for (var tries = 0; tries < MAX_TRIES && !thinking.isOver(); tries++) {
      var due = turns.due(tick, shard);
      if (due.isEmpty() || think.run(tick, world, due, thinking, watch)) {
        break;
      }
    }
    if (thinking.isShuttingDown() && !turns.due(tick, shard).isEmpty()) {
      throw new TickHandedBack(tick, turns.unthought(tick));
    }
  }
}
