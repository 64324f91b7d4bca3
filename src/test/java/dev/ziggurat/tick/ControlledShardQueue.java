package dev.ziggurat.tick;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

/**
 * A queue whose messages a test delivers as it likes: never, twice, late, in another order. Without
 * a test that wants it, there is none.
 */
@Alternative
@Priority(1)
@Singleton
public class ControlledShardQueue implements ShardQueue {

  private final AtomicReference<Delivery> delivery = new AtomicReference<>(Delivery.NONE);

  private record Delivery(
      OptionalInt shardSize, BiFunction<SharedTick, List<Shard>, List<Shard>> take) {

    static final Delivery NONE = new Delivery(OptionalInt.empty(), (_, shards) -> shards);
  }

  /**
   * From now on ticks are sent.
   *
   * @param take gets what is sent, and returns the shards that were not taken
   */
  void use(int shardSize, BiFunction<SharedTick, List<Shard>, List<Shard>> take) {
    delivery.set(new Delivery(OptionalInt.of(shardSize), take));
  }

  /** From now on nothing is sent. */
  void none() {
    delivery.set(Delivery.NONE);
  }

  @Override
  public OptionalInt shardSize() {
    return delivery.get().shardSize();
  }

  @Override
  public List<Shard> send(SharedTick tick, List<Shard> shards) {
    return delivery.get().take().apply(tick, shards);
  }
}
