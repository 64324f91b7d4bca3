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
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Ticks through a real RabbitMQ, where it is installed. */
@QuarkusTest
@TestProfile(RabbitMqTest.Profile.class)
@EnabledIf("dev.ziggurat.workers.RabbitMqResource#isInstalled")
class RabbitMqTest {

  private static final Duration BUDGET = Duration.ofSeconds(12);

  @Inject Arena arena;
  @Inject MeterRegistry meters;

  /** An application with a broker. */
  public static class Profile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "ziggurat.workers.shard-size",
          "3",
          // By their names alone the plugin would declare queues that do not last.
          "ziggurat.workers.shard-queue",
          "/amq/queue/ziggurat-shards",
          "ziggurat.workers.deadline-queue",
          "/amq/queue/ziggurat-deadlines",
          "quarkus.arc.exclude-types",
          "dev.ziggurat.tick.ControlledShardQueue,"
              + "io.quarkus.smallrye.reactivemessaging.runtime.ConnectorContextPropagationDecorator");
    }

    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(RabbitMqResource.class));
    }
  }

  private double received(String channel, String result) {
    return meters
        .counter("ziggurat.workers.messages.received", "channel", channel, "result", result)
        .count();
  }

  @Test
  void aTickIsThoughtInShardsAndItsDeadlineIsHeldUntilItsTime() {
    arena.calm();
    var sent = meters.counter("ziggurat.workers.shards.sent", "result", "taken");
    var game = arena.game(10, BUDGET);
    arena
        .tick(game, "first")
        .statusCode(200)
        .body("ticks[0].outcome", equalTo("completed"))
        .body("ticks[0].turns.applied", equalTo(10));
    assertThat(sent.count()).isEqualTo(4);
    Awaitility.await().until(() -> received("shards", "done") == 4);
    assertThat(arena.number("select count(*) from attempt where game_id = ?", game)).isEqualTo(10);
    new Desk(game).replay().body("matches", equalTo(true));
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> received("deadlines", "outdated") == 1);
    assertThat(
            arena.number(
                "select extract(epoch from now() - started_at)::bigint from tick where game_id = ?",
                game))
        .as("seconds: held until its time, because RabbitMQ delivers at once")
        .isGreaterThanOrEqualTo(BUDGET.toSeconds() - 1);
  }
}
