package dev.ziggurat.workers;

import static io.restassured.RestAssured.given;
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
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ticks through a real AMQP broker, which loses, doubles and delays messages, and goes away. */
@QuarkusTest
@TestProfile(AmqpTest.Profile.class)
class AmqpTest {

  private static final String SHARDS = "ziggurat-shards";
  private static final String DEADLINES = "ziggurat-deadlines";

  @Inject Arena arena;
  @Inject MeterRegistry meters;
  ArtemisBroker broker;

  /** An application with a broker. */
  public static class Profile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "ziggurat.workers.shard-size", "3",
          "ziggurat.workers.send-timeout", "2s",
          "mp.messaging.connector.smallrye-amqp.reconnect-interval", "1",
          "quarkus.arc.exclude-types",
              "dev.ziggurat.tick.ControlledShardQueue,"
                  + "io.quarkus.smallrye.reactivemessaging.runtime.ConnectorContextPropagationDecorator");
    }

    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(ArtemisResource.class));
    }
  }

  @BeforeEach
  void calm() {
    arena.calm();
    connected();
  }

  @AfterEach
  void deliver() {
    broker.repeat(0);
    broker.hold(queue -> false);
  }

  private void connected() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> broker.consumers(SHARDS) == 1 && broker.consumers(DEADLINES) == 1);
  }

  private double received(String channel, String result) {
    return meters
        .counter("ziggurat.workers.messages.received", "channel", channel, "result", result)
        .count();
  }

  private double sent(String result) {
    return meters.counter("ziggurat.workers.shards.sent", "result", result).count();
  }

  private long attempts(String game) {
    return arena.number("select count(*) from attempt where game_id = ?", game);
  }

  private void assertReplays(String game, int ticks) {
    new Desk(game).replay().body("matches", equalTo(true)).body("ticks", equalTo(ticks));
  }

  @Test
  void aTickIsThoughtInShards() {
    var before = sent("taken");
    var done = received("shards", "done");
    var game = arena.game(10, Duration.ofSeconds(30));
    arena
        .tick(game, "first")
        .statusCode(200)
        .body("ticks[0].outcome", equalTo("completed"))
        .body("ticks[0].turns.applied", equalTo(10));
    assertThat(sent("taken") - before).isEqualTo(4);
    Awaitility.await().until(() -> received("shards", "done") - done == 4);
    assertThat(attempts(game)).isEqualTo(10);
    Awaitility.await("all shards are acknowledged").until(() -> broker.messages(SHARDS) == 0);
    assertReplays(game, 1);
  }

  @Test
  void whatTheBrokerDoublesIsAskedOnce() {
    broker.repeat(3);
    var game = arena.game(10, Duration.ofSeconds(30));
    arena.tick(game, "first").body("ticks[0].outcome", equalTo("completed"));
    Awaitility.await().until(() -> broker.messages(SHARDS) == 0);
    assertThat(attempts(game)).isEqualTo(10);
    assertThat(arena.orphans(game)).isZero();
    assertReplays(game, 1);
  }

  @Test
  void whatTheBrokerKeepsIsPassedOverAndDroppedWhenItComes() {
    var outdated = received("shards", "outdated");
    broker.hold(SHARDS::equals);
    var game = arena.game(7, Duration.ofMillis(3_500));
    arena
        .tick(game, "first")
        .body("ticks[0].outcome", equalTo("failed"))
        .body("ticks[0].turns.passedOver", equalTo(7));
    assertThat(broker.messages(SHARDS)).isEqualTo(3);
    broker.hold(queue -> false);
    Awaitility.await().until(() -> received("shards", "outdated") - outdated == 3);
    assertThat(attempts(game)).isZero();
    arena.change("update game set budget_millis = 30000 where id = ?", game);
    arena.tick(game, "second").body("ticks[0].outcome", equalTo("completed"));
    assertThat(attempts(game)).isEqualTo(7);
  }

  /** Nobody waits for the tick: its planner is dead. */
  @Test
  void theBrokerDeliversTheDeadlineAtItsTime() {
    var outdated = received("deadlines", "outdated");
    var game = arena.game(7, Duration.ofSeconds(12));
    arena.tick(game, "first").body("ticks[0].outcome", equalTo("completed"));
    assertThat(received("deadlines", "outdated"))
        .as("it is not due yet, and was not delivered")
        .isEqualTo(outdated);
    assertThat(broker.messages(DEADLINES)).isPositive();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> received("deadlines", "outdated") > outdated);
  }

  @Test
  void withoutTheBrokerTicksGoOn() throws Exception {
    broker.stop();
    var refused = sent("refused");
    var game = arena.game(7, Duration.ofSeconds(30));
    arena.tick(game, "first").body("ticks[0].outcome", equalTo("completed"));
    assertThat(sent("refused") - refused).isEqualTo(3);
    assertReplays(game, 1);
    given().get("/q/health/ready").then().statusCode(200);
    given().get("/q/health/live").then().statusCode(200);

    broker.start();
    connected();
    var taken = sent("taken");
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              var key = "after-" + System.nanoTime();
              arena.tick(game, key).body("ticks[0].outcome", equalTo("completed"));
              assertThat(sent("taken")).isGreaterThan(taken);
            });
    assertThat(attempts(game) % 7).isZero();
  }
}
