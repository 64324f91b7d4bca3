package dev.ziggurat.workers;

import dev.ziggurat.tick.ShardRunner;
import dev.ziggurat.tick.ShardRunner.Result;
import dev.ziggurat.tick.SharedTick;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Receives shards and deadlines from the broker. A message is acknowledged when what it asks for is
 * done, so the broker gives those of a process that dies to another one. Those that come while this
 * process shuts down stay unacknowledged.
 */
@ApplicationScoped
class ShardReceiver {

  /** More ticks than one process has to do with at once. */
  private static final int DEADLINES_AT_ONCE = 1_000;

  /** What the process that planned a tick has to close it before others do. */
  static final Duration HEAD_START = Duration.ofMillis(500);

  /** No tick takes longer: a message that asks for more is wrong. */
  private static final Duration LONGEST = Duration.ofHours(2);

  /** Before the broker delivers again what failed. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final ShardRunner runner;
  private final ShardMessages messages;
  private final WorkersMeters meters;
  private final InstantSource time;
  private final Semaphore shards;
  private final Semaphore deadlines = new Semaphore(DEADLINES_AT_ONCE);

  ShardReceiver(
      ShardRunner runner,
      ShardMessages messages,
      WorkersMeters meters,
      WorkersConfig config,
      InstantSource time) {
    this.runner = runner;
    this.messages = messages;
    this.meters = meters;
    this.time = time;
    this.shards = new Semaphore(config.shardsAtOnce());
  }

  /** Work that a message asks for. */
  private interface Work {
    Result run() throws InterruptedException;
  }

  /** Completes when the next one may come. */
  @Incoming(BrokerChannels.SHARDS)
  CompletionStage<Void> shard(Message<String> message) {
    return receive(
        BrokerChannels.SHARDS,
        message,
        shards,
        read -> read.shard().map(shard -> () -> runner.think(shard)));
  }

  /** Completes when the next one may come. */
  @Incoming(BrokerChannels.DEADLINES)
  CompletionStage<Void> deadline(Message<String> message) {
    return receive(
        BrokerChannels.DEADLINES,
        message,
        deadlines,
        read -> read.sharedTick().map(tick -> () -> closed(tick)));
  }

  /** Waits for the deadline, where the broker did not. */
  private Result closed(SharedTick tick) throws InterruptedException {
    var due = tick.thinkUntil().plus(HEAD_START);
    var left = left(due);
    if (left.compareTo(LONGEST) > 0) {
      Log.warnf(
          "Dropped the deadline of a tick of %s, %s: no tick takes as long", tick.game(), due);
      return Result.OUTDATED;
    }
    for (; left.isPositive(); left = left(due)) {
      Thread.sleep(left);
    }
    return runner.close(tick);
  }

  private Duration left(Instant due) {
    return Duration.between(time.instant(), due);
  }

  private CompletionStage<Void> receive(
      String channel,
      Message<String> message,
      Semaphore places,
      Function<ShardMessage, Optional<Work>> work) {
    var begun = new CompletableFuture<Void>();
    Thread.ofVirtual()
        .name(channel)
        .start(
            () -> {
              places.acquireUninterruptibly();
              begun.complete(null);
              try {
                handle(channel, message, work);
              } finally {
                places.release();
              }
            });
    return begun;
  }

  private void handle(
      String channel, Message<String> message, Function<ShardMessage, Optional<Work>> work) {
    try {
      var known = messages.read(message.getPayload()).flatMap(work);
      if (known.isEmpty()) {
        Log.warnf("Dropped a message from %s that this version cannot read", channel);
        meters.unreadable(channel);
        message.ack();
        return;
      }
      var result = known.get().run();
      meters.received(channel, result);
      if (result != Result.LEFT) {
        message.ack();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException failed) {
      again(channel, message, failed);
    }
  }

  /** Gives the message back. If the broker does not deliver it again, the deadline covers it. */
  private void again(String channel, Message<String> message, RuntimeException failed) {
    Log.warnf(failed, "A message from %s could not be handled", channel);
    meters.failed(channel);
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    message.nack(failed);
  }
}
