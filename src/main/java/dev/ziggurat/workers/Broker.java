package dev.ziggurat.workers;

import java.util.Map;
import java.util.Optional;

/** The message brokers that shards of ticks can be sent through. */
public enum Broker {
  /** None: the process that plans a tick thinks all its turns. */
  NONE(Optional.empty()),
  /** AMQP 1.0: ActiveMQ Artemis, RabbitMQ, Azure Service Bus. */
  AMQP(Optional.of("smallrye-amqp")),
  /** Apache Kafka. */
  KAFKA(Optional.of("smallrye-kafka")),
  /** Amazon SQS: by its own client, see {@link SqsQueues}. */
  SQS(Optional.empty());

  /** Beyond any outage: a channel that gives up would stay silent until the process ends. */
  private static final String ALWAYS = Integer.toString(Integer.MAX_VALUE);

  private final Optional<String> connector;

  Broker(Optional<String> connector) {
    this.connector = connector;
  }

  /** The connector of SmallRye Reactive Messaging; empty without a broker, or if it needs none. */
  Optional<String> connector() {
    return connector;
  }

  /** Attributes of a channel that receives from a queue, by the names of the connector. */
  Map<String, String> incoming(String queue) {
    return switch (this) {
      case NONE, SQS -> Map.of();
      case AMQP ->
          Map.of(
              "address",
              queue,
              // Without it Artemis takes the address for a topic, and gives each message to all.
              "capabilities",
              "queue",
              "failure-strategy",
              "modified-failed",
              "reconnect-attempts",
              ALWAYS,
              "retry-on-fail-attempts",
              ALWAYS);
      case KAFKA ->
          Map.of(
              "topic",
              queue,
              "group.id",
              queue,
              "commit-strategy",
              "throttled",
              // A shard may take as long as a tick, and a deadline is held until it has passed.
              "throttled.unprocessed-record-max-age.ms",
              "0",
              "failure-strategy",
              "ignore");
    };
  }

  /** Attributes of a channel that sends to a queue, by the names of the connector. */
  Map<String, String> outgoing(String queue) {
    return switch (this) {
      case NONE, SQS -> Map.of();
      case AMQP ->
          Map.of(
              "address",
              queue,
              "capabilities",
              "queue",
              "durable",
              "true",
              "use-anonymous-sender",
              "false",
              "reconnect-attempts",
              ALWAYS,
              "retry-on-fail-attempts",
              ALWAYS);
      case KAFKA -> Map.of("topic", queue);
    };
  }
}
