package dev.ziggurat.tick;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
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
  private final AtomicBoolean awaited = new AtomicBoolean(true);

  private record Delivery(
      OptionalInt shardSize, BiFunction<SharedTick, List<Shard>, List<Shard>> take) {

    static final Delivery NONE = new Delivery(OptionalInt.empty(), (_, shards) -> shards);
  }

  /**
   * From now on ticks are sent.
   *
   * @param take gets what is sent, and returns the shards that were not taken
   */
  public void use(int shardSize, BiFunction<SharedTick, List<Shard>, List<Shard>> take) {
    delivery.set(new Delivery(OptionalInt.of(shardSize), take));
  }

  /** Those that plan no longer wait for the others. */
  public void leave() {
    awaited.set(false);
  }

  /** From now on nothing is sent. */
  public void none() {
    awaited.set(true);
    delivery.set(Delivery.NONE);
  }

  @Override
  public OptionalInt shardSize() {
    return delivery.get().shardSize();
  }

  @Override
  public boolean isAwaited() {
    return awaited.get();
  }

  @Override
  public List<Shard> send(SharedTick tick, List<Shard> shards) {
    return delivery.get().take().apply(tick, shards);
  }
}
