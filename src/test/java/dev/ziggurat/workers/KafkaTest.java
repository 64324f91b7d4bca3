package dev.ziggurat.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.ziggurat.Arena;
import dev.ziggurat.babylon.rest.Desk;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ticks through a real Kafka broker. */
@QuarkusTest
@TestProfile(KafkaTest.Profile.class)
class KafkaTest {

  private static final String SHARDS = "ziggurat-shards";
  private static final String DEADLINES = "ziggurat-deadlines";

  @Inject Arena arena;
  @Inject MeterRegistry meters;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String address;

  /** An application with a broker. */
  public static class Profile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "ziggurat.workers.shard-size",
          "3",
          "quarkus.arc.exclude-types",
          "dev.ziggurat.tick.ControlledShardQueue,"
              + "io.quarkus.smallrye.reactivemessaging.runtime.ConnectorContextPropagationDecorator");
    }

    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(KafkaResource.class));
    }
  }

  private double received(String channel, String result) {
    return meters
        .counter("ziggurat.workers.messages.received", "channel", channel, "result", result)
        .count();
  }

  private void send(String topic, List<String> messages) {
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", address), new StringSerializer(), new StringSerializer())) {
      messages.forEach(message -> producer.send(new ProducerRecord<>(topic, message)));
    }
  }

  /** All that was ever sent. */
  private List<String> sent(String topic) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", address),
            new StringDeserializer(),
            new StringDeserializer())) {
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(each -> new TopicPartition(topic, each.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var end = consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
      var messages = new ArrayList<String>();
      while (messages.size() < end) {
        consumer.poll(Duration.ofSeconds(1)).forEach(each -> messages.add(each.value()));
      }
      return messages;
    }
  }

  /** Waits until this process has its partitions: what nobody can read is dropped. */
  @BeforeEach
  void connected() {
    arena.calm();
    for (var channel : List.of("shards", "deadlines")) {
      var before = received(channel, "unreadable");
      send(channel.equals("shards") ? SHARDS : DEADLINES, List.of("nonsense", "{\"version\": 2}"));
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> received(channel, "unreadable") - before == 2);
    }
  }

  @Test
  void aDeadlineThatNoTickHasIsDropped() {
    var dropped = received("deadlines", "outdated");
    send(
        DEADLINES,
        List.of(
            """
            {"version": 1, "game": "g", "tick": 1, "epoch": 1, "settings": 1,
              "thinkUntil": "2199-01-01T00:00:00Z", "deadline": "2199-01-01T00:01:00Z"}
            """));
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> received("deadlines", "outdated") - dropped == 1);
  }

  @Test
  void aTickIsThoughtInShards() {
    var done = received("shards", "done");
    var deadlines = received("deadlines", "outdated");
    var game = arena.game(10, Duration.ofSeconds(12));
    arena
        .tick(game, "first")
        .statusCode(200)
        .body("ticks[0].outcome", equalTo("completed"))
        .body("ticks[0].turns.applied", equalTo(10));
    Awaitility.await().until(() -> received("shards", "done") - done == 4);
    assertThat(arena.number("select count(*) from attempt where game_id = ?", game)).isEqualTo(10);
    new Desk(game).replay().body("matches", equalTo(true));
    assertThat(received("deadlines", "outdated"))
        .as("held until its time, because Kafka has no delayed messages")
        .isEqualTo(deadlines);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> received("deadlines", "outdated") - deadlines == 1);
  }

  @Test
  void whatComesAgainIsDropped() {
    var game = arena.game(7, Duration.ofSeconds(12));
    arena.tick(game, "first").body("ticks[0].outcome", equalTo("completed"));
    var outdated = received("shards", "outdated");
    var again = sent(SHARDS).stream().filter(message -> message.contains(game)).toList();
    assertThat(again).hasSize(3).allSatisfy(message -> assertThat(message).hasSizeLessThan(300));
    send(SHARDS, again);
    send(SHARDS, again.reversed());
    Awaitility.await().until(() -> received("shards", "outdated") - outdated == 6);
    assertThat(arena.number("select count(*) from attempt where game_id = ?", game)).isEqualTo(7);
    new Desk(game).replay().body("matches", equalTo(true)).body("ticks", equalTo(1));
  }
}
