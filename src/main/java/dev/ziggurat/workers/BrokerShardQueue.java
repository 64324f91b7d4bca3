package dev.ziggurat.workers;

import dev.ziggurat.tick.Shard;
import dev.ziggurat.tick.ShardQueue;
import dev.ziggurat.tick.SharedTick;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** Sends shards and deadlines through the chosen broker. */
@Singleton
class BrokerShardQueue implements ShardQueue {

  /** Fewer than an emitter buffers. */
  private static final int AT_ONCE = 64;

  private final Instance<BrokerEmitters> emitters;
  private final SqsSender sqs;
  private final ShardMessages messages;
  private final WorkersConfig config;
  private final WorkersMeters meters;

  BrokerShardQueue(
      Instance<BrokerEmitters> emitters,
      SqsSender sqs,
      ShardMessages messages,
      WorkersConfig config,
      WorkersMeters meters) {
    this.emitters = emitters;
    this.sqs = sqs;
    this.messages = messages;
    this.config = config;
    this.meters = meters;
  }

  @Override
  public OptionalInt shardSize() {
    return config.broker() == Broker.NONE
        ? OptionalInt.empty()
        : OptionalInt.of(config.shardSize());
  }

  @Override
  public boolean isAwaited() {
    return config.await();
  }

  @Override
  public List<Shard> send(SharedTick tick, List<Shard> all) {
    var taken = ConcurrentHashMap.<Shard>newKeySet();
    var failure =
        new AtomicReference<>("no answer within " + config.sendTimeout().toMillis() + " ms");
    try {
      send(tick, all, taken, failure).await().atMost(config.sendTimeout());
    } catch (TimeoutException timeout) {
      // What was taken until now is.
    } catch (RuntimeException failed) {
      failure.set(String.valueOf(failed.getMessage()));
    }
    var unsent = all.stream().filter(shard -> !taken.contains(shard)).toList();
    meters.sent(taken.size(), unsent.size());
    if (!unsent.isEmpty()) {
      Log.warnf(
          "The broker took %d of %d shards of tick %d of %s: %s. This process thinks the others",
          taken.size(), all.size(), tick.number(), tick.game(), failure.get());
    }
    return unsent;
  }

  /** The deadline goes first: as long as it is not taken, nothing else need be tried. */
  private Uni<Void> send(
      SharedTick tick, List<Shard> all, Set<Shard> taken, AtomicReference<String> failure) {
    if (config.broker() == Broker.SQS) {
      return sqs.send(tick, all, taken, failure);
    }
    var broker = emitters.get();
    return broker
        .deadline(messages.of(tick))
        .chain(
            () ->
                Multi.createFrom()
                    .iterable(all)
                    .onItem()
                    .transformToUni(
                        shard ->
                            broker
                                .shard(messages.of(shard))
                                .onItem()
                                .invoke(() -> taken.add(shard))
                                .onFailure()
                                .invoke(failed -> failure.set(String.valueOf(failed.getMessage())))
                                .onFailure()
                                .recoverWithNull())
                    .merge(AT_ONCE)
                    .collect()
                    .asList()
                    .replaceWithVoid());
  }
}
