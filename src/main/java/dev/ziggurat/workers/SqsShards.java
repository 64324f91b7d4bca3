package dev.ziggurat.workers;

import dev.ziggurat.tick.ReceivedShards;
import dev.ziggurat.tick.Shard;
import dev.ziggurat.tick.ShardRunner;
import dev.ziggurat.tick.ShardRunner.Result;
import dev.ziggurat.tick.SharedTick;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Does what messages from Amazon SQS ask for. What is not done comes again soon, not only when the
 * queue's visibility time-out is over.
 */
@Singleton
class SqsShards implements ReceivedShards {

  /** Before what is not done comes again. */
  private static final Duration PAUSE = Duration.ofSeconds(2);

  /** With less time than this, no shard is begun. */
  private static final Duration LEAST = Duration.ofSeconds(1);

  /** A deadline that is nearer is waited for; a later one is sent again. */
  private static final Duration NEAR = Duration.ofSeconds(1);

  /** No tick takes longer: a message that asks for more is wrong. */
  private static final Duration LONGEST = Duration.ofHours(2);

  private final ShardRunner runner;
  private final ShardMessages messages;
  private final SqsSender sender;
  private final SqsQueues queues;
  private final WorkersMeters meters;
  private final WorkersConfig config;
  private final InstantSource time;

  SqsShards(
      ShardRunner runner,
      ShardMessages messages,
      SqsSender sender,
      SqsQueues queues,
      WorkersMeters meters,
      WorkersConfig config,
      InstantSource time) {
    this.runner = runner;
    this.messages = messages;
    this.sender = sender;
    this.queues = queues;
    this.meters = meters;
    this.config = config;
    this.time = time;
  }

  @Override
  public List<String> run(List<Message> all, Instant until) {
    var places = new Semaphore(config.shardsAtOnce());
    Set<Message> left = ConcurrentHashMap.newKeySet();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var message : all) {
        threads.execute(
            () -> {
              places.acquireUninterruptibly();
              try {
                if (!isDone(message, until)) {
                  left.add(message);
                }
              } finally {
                places.release();
              }
            });
      }
    }
    return all.stream().filter(left::contains).map(Message::id).toList();
  }

  /**
   * Does what a message asks for.
   *
   * @return false if it must come again; it is hidden for a short time then
   */
  boolean isDone(Message message, Instant until) {
    var read = messages.read(message.text());
    var tick = read.flatMap(ShardMessage::sharedTick).filter(this::isSane);
    if (tick.isEmpty()) {
      Log.warn("Dropped a message from SQS that this version cannot read");
      meters.unreadable("sqs");
      return true;
    }
    var shard = read.flatMap(ShardMessage::shard);
    var channel = shard.isPresent() ? BrokerChannels.SHARDS : BrokerChannels.DEADLINES;
    try {
      var result =
          shard.isPresent() ? think(shard.orElseThrow(), until) : close(tick.orElseThrow());
      meters.received(channel, result);
      if (result != Result.LEFT) {
        return true;
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException failed) {
      Log.warnf(failed, "A message from %s could not be handled", channel);
      meters.failed(channel);
    }
    comeAgain(shard.isPresent() ? config.shardQueue() : config.deadlineQueue(), message);
    return false;
  }

  private boolean isSane(SharedTick tick) {
    return tick.thinkUntil().isBefore(time.instant().plus(LONGEST));
  }

  private Result think(Shard shard, Instant until) {
    return time.instant().plus(LEAST).isAfter(until) ? Result.LEFT : runner.think(shard, until);
  }

  private Result close(SharedTick tick) throws InterruptedException {
    var due = tick.thinkUntil().plus(ShardReceiver.HEAD_START);
    var left = Duration.between(time.instant(), due);
    if (left.compareTo(NEAR) > 0) {
      sender.deadline(tick);
      return Result.DONE;
    }
    if (left.isPositive()) {
      Thread.sleep(left);
    }
    return runner.close(tick);
  }

  /** If SQS does not answer, the message comes when its visibility time-out is over. */
  private void comeAgain(String queue, Message message) {
    try {
      queues.hide(queue, message.receipt(), PAUSE);
    } catch (SdkException notHidden) {
      Log.debugf("A message comes again only later: %s", notHidden.getMessage());
    }
  }
}
