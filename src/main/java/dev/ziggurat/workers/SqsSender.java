package dev.ziggurat.workers;

import dev.ziggurat.tick.Shard;
import dev.ziggurat.tick.SharedTick;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Gatherers;

/** Sends shards and deadlines to Amazon SQS. */
@Singleton
class SqsSender {

  /** Batches of ten shards each. */
  private static final int AT_ONCE = 16;

  private final SqsQueues queues;
  private final ShardMessages messages;
  private final WorkersConfig config;
  private final InstantSource time;

  SqsSender(SqsQueues queues, ShardMessages messages, WorkersConfig config, InstantSource time) {
    this.queues = queues;
    this.messages = messages;
    this.config = config;
    this.time = time;
  }

  /**
   * Sends the deadline of a tick, to come when it has passed, and then its shards.
   *
   * @param taken gets the shards that SQS has taken
   * @param failure gets why others were not taken
   */
  Uni<Void> send(
      SharedTick tick, List<Shard> all, Set<Shard> taken, AtomicReference<String> failure) {
    return onThread(() -> deadline(tick))
        .chain(
            () ->
                Multi.createFrom()
                    .iterable(all.stream().gather(Gatherers.windowFixed(SqsQueues.BATCH)).toList())
                    .onItem()
                    .transformToUni(
                        batch ->
                            onThread(() -> shards(batch, taken, failure))
                                .onFailure()
                                .invoke(failed -> failure.set(String.valueOf(failed.getMessage())))
                                .onFailure()
                                .recoverWithNull())
                    .merge(AT_ONCE)
                    .collect()
                    .asList()
                    .replaceWithVoid());
  }

  private static Uni<Void> onThread(Runnable work) {
    return Uni.createFrom()
        .voidItem()
        .invoke(work)
        .runSubscriptionOn(task -> Thread.ofVirtual().name("sqs-send").start(task));
  }

  /**
   * Sends a deadline, to come when it has passed, or earlier if it is further away than SQS delays
   * a message: whoever gets it then sends it again.
   */
  void deadline(SharedTick tick) {
    var due = tick.thinkUntil().plus(ShardReceiver.HEAD_START);
    queues.send(
        config.deadlineQueue(),
        messages.of(tick).getPayload(),
        Duration.between(time.instant(), due));
  }

  private void shards(List<Shard> batch, Set<Shard> taken, AtomicReference<String> failure) {
    var refused =
        queues.send(
            config.shardQueue(),
            batch.stream().map(shard -> messages.of(shard).getPayload()).toList());
    for (var index = 0; index < batch.size(); index++) {
      if (refused.containsKey(index)) {
        failure.set(refused.get(index));
      } else {
        taken.add(batch.get(index));
      }
    }
  }
}
