package dev.ziggurat.tick;

import dev.ziggurat.world.WorldUnavailable;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Sends the turns of a tick to other processes, and waits for them. A tick with fewer turns than a
 * shard stays where it was planned.
 */
@Singleton
class ShardDispatch {

  /** How often the database is asked whether all have thought. */
  private static final Duration POLL = Duration.ofMillis(100);

  /** How long the others get to journal what they know at the deadline. */
  private static final Duration GRACE = Duration.ofMillis(250);

  private final ShardQueue queue;
  private final ShardStore shards;

  ShardDispatch(ShardQueue queue, ShardStore shards) {
    this.queue = queue;
    this.shards = shards;
  }

  /**
   * What became of the shards.
   *
   * @param tried whether they were sent, so that other processes may think turns of the tick
   * @param unsent what the broker did not take: to be thought here
   * @param worldFailure the last time the world could not be used, before they were sent
   */
  record Dispatched(boolean tried, List<Shard> unsent, Optional<WorldFailure> worldFailure) {

    private static final Dispatched NOTHING = new Dispatched(false, List.of(), Optional.empty());
  }

  /** Whether turns can be sent to other processes. */
  boolean isPossible() {
    return queue.shardSize().isPresent();
  }

  /** Whether this process waits until all turns are thought. */
  boolean isAwaited() {
    return queue.isAwaited();
  }

  /** Sends the due turns, but those of players, if they are more than a shard. */
  Dispatched send(Tick tick, ThinkingTime thinking) {
    var size = queue.shardSize();
    if (size.isEmpty()) {
      return Dispatched.NOTHING;
    }
    var ranges = shards.ranges(tick, size.getAsInt());
    if (ranges.size() < 2) {
      return Dispatched.NOTHING;
    }
    // From now on the deadline does not move: the workers are told of it.
    thinking.calling();
    var shared = ShardStore.shared(tick, thinking.until());
    var before = shards.progress(tick).worldFailure();
    var all = ranges.stream().map(range -> new Shard(shared, range.first(), range.last())).toList();
    var unsent = queue.send(shared, all);
    shards.unsent(tick, unsent.size());
    return new Dispatched(true, unsent, before);
  }

  /**
   * Waits until all turns are thought, or the time is over, or this process shuts down.
   *
   * @throws FenceLost if another process has begun to close the tick, or has taken it over
   * @throws WorldUnavailable if the world could not brief the agents of a shard
   */
  void await(Tick tick, Dispatched dispatched, ThinkingTime thinking) {
    try {
      var over = false;
      while (true) {
        var progress = shards.progress(tick);
        if (progress.epoch() != tick.epoch()) {
          throw new FenceLost(tick);
        }
        if (progress.thought()) {
          return;
        }
        if (!progress.worldFailure().equals(dispatched.worldFailure())) {
          throw new WorldUnavailable(progress.worldFailure().orElseThrow().reason());
        }
        if (over || thinking.isShuttingDown()) {
          return;
        }
        over = thinking.isOver();
        var left = thinking.untilNextPoll();
        Thread.sleep(over ? GRACE : left.compareTo(POLL) < 0 ? left : POLL);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
