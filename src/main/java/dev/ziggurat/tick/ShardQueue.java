package dev.ziggurat.tick;

import java.util.List;
import java.util.OptionalInt;

/**
 * Where a planner sends the shards of a tick, for other processes to think. A message only wakes
 * whoever gets it: it may be lost, or come twice, late or in another order.
 */
public interface ShardQueue {

  /**
   * How many turns a shard has at most.
   *
   * @return empty if the process that plans a tick thinks all its turns itself
   */
  OptionalInt shardSize();

  /**
   * Whether whoever planned a tick waits until it is closed. If not, it leaves it to those that
   * think its turns as soon as it has thought its own.
   */
  boolean isAwaited();

  /**
   * Sends the shards of a tick, and waits until the broker has taken them, for a bounded time; says
   * in the log what it did not take. Before them it sends what wakes a process when the time to
   * think is over, for the case that nobody has closed the tick by then. If that is lost, the next
   * trigger finishes the tick.
   *
   * @return the shards that may not have been taken
   */
  List<Shard> send(SharedTick tick, List<Shard> shards);
}
