package dev.ziggurat.workers;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Workers: processes that think turns of ticks which another one planned. */
@QueuesOfBroker
@ConfigMapping(prefix = "ziggurat.workers")
public interface WorkersConfig {

  /**
   * The message broker between the processes: {@code none} (each process thinks all turns of the
   * ticks that it plans), {@code amqp} (AMQP 1.0), {@code kafka} or {@code sqs} (Amazon SQS). Its
   * address is set by {@code AMQP_HOST} and {@code AMQP_PORT}, {@code KAFKA_BOOTSTRAP_SERVERS}, or
   * the URLs of the queues: see docs/scale.md.
   */
  @WithDefault("none")
  Broker broker();

  /**
   * Whether this process thinks shards that it gets from the broker. If not, it only sends them.
   */
  @WithDefault("true")
  boolean receive();

  /**
   * How many turns a shard has at most. A tick with no more of them stays with the process that
   * planned it.
   */
  @WithDefault("100")
  @Min(1)
  @Max(10_000)
  int shardSize();

  /**
   * How many shards this process thinks at once; in each of them so many agents are asked at once
   * as the game's width says.
   */
  @WithDefault("4")
  @Min(1)
  @Max(1_000)
  int shardsAtOnce();

  /**
   * How long sending the shards of a tick may take. What the broker has not taken by then is
   * thought by the process that planned the tick.
   */
  @WithDefault("3s")
  @DurationMin(millis = 1)
  @DurationMax(seconds = 60)
  Duration sendTimeout();

  /**
   * Whether the process that planned a tick waits until it is closed, to answer its trigger with
   * the report. If not, it ends with its own turns, and whoever finishes last closes the tick.
   */
  @WithDefault("true")
  boolean await();

  /**
   * The queue of shards; with Kafka the topic, and the group of those that receive; with SQS its
   * URL.
   */
  @WithDefault("ziggurat-shards")
  @NotBlank
  String shardQueue();

  /**
   * The queue of deadlines; with Kafka the topic, and the group of those that receive; with SQS its
   * URL.
   */
  @WithDefault("ziggurat-deadlines")
  @NotBlank
  String deadlineQueue();
}
