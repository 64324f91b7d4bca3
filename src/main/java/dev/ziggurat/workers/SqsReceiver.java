package dev.ziggurat.workers;

import dev.ziggurat.tick.ReceivedShards;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Receives shards and deadlines from Amazon SQS by long polling, in a process that lives on. A
 * message is hidden from others as long as its tick may think, and deleted when it is done.
 */
@Singleton
class SqsReceiver {

  private static final int DEADLINES_AT_ONCE = 100;

  /** Until a message is read, and longer than its tick may think. */
  private static final Duration HIDDEN = Duration.ofSeconds(60);

  /** Before SQS is asked again after it did not answer. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final SqsQueues queues;
  private final SqsShards shards;
  private final ShardMessages messages;
  private final WorkersConfig config;
  private final InstantSource time;
  private final List<Thread> polling = new CopyOnWriteArrayList<>();
  private volatile boolean ending;

  SqsReceiver(
      SqsQueues queues,
      SqsShards shards,
      ShardMessages messages,
      WorkersConfig config,
      InstantSource time) {
    this.queues = queues;
    this.shards = shards;
    this.messages = messages;
    this.config = config;
    this.time = time;
  }

  void begin(@Observes StartupEvent started) {
    if (config.broker() == Broker.SQS && config.receive()) {
      start();
    }
  }

  /** Receives until {@link #end}. */
  void start() {
    ending = false;
    poll(config.shardQueue(), new Semaphore(config.shardsAtOnce()));
    poll(config.deadlineQueue(), new Semaphore(DEADLINES_AT_ONCE));
  }

  void end(@Observes ShutdownDelayInitiatedEvent ends) {
    end();
  }

  /** For processes without a shutdown delay. */
  void end(@Observes @Priority(1) ShutdownEvent ends) {
    end();
  }

  /** Receives no more; what was received goes on. */
  void end() {
    ending = true;
    polling.forEach(Thread::interrupt);
    polling.clear();
  }

  private void poll(String queue, Semaphore places) {
    polling.add(Thread.ofVirtual().name("sqs-receive").start(() -> receiveAll(queue, places)));
  }

  private void receiveAll(String queue, Semaphore places) {
    while (!ending) {
      try {
        receive(queue, places);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException failed) {
        if (!ending) {
          Log.warnf("No messages from %s: %s", queue, failed.getMessage());
          pause();
        }
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void receive(String queue, Semaphore places) throws InterruptedException {
    places.acquire();
    var most = 1;
    while (most < SqsQueues.BATCH && places.tryAcquire()) {
      most++;
    }
    var free = most;
    try {
      for (var message : queues.receive(queue, most, HIDDEN)) {
        free--;
        Thread.ofVirtual()
            .name("sqs-message")
            .start(
                () -> {
                  try {
                    handle(queue, message);
                  } catch (RuntimeException failed) {
                    Log.warnf("A message from %s comes again: %s", queue, failed.getMessage());
                  } finally {
                    places.release();
                  }
                });
      }
    } finally {
      places.release(free);
    }
  }

  private void handle(String queue, Message message) {
    messages
        .read(message.body())
        .flatMap(ShardMessage::shard)
        .map(shard -> Duration.between(time.instant(), shard.tick().deadline()))
        .filter(Duration::isPositive)
        .ifPresent(left -> queues.hide(queue, message.receiptHandle(), left.plus(HIDDEN)));
    var received =
        new ReceivedShards.Message(message.messageId(), message.receiptHandle(), message.body());
    if (shards.isDone(received, Instant.MAX)) {
      queues.delete(queue, message.receiptHandle());
    }
  }
}
