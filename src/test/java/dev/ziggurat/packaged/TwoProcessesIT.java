package dev.ziggurat.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.SseListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Two application processes on one database, each with a simulator of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoProcessesIT {

  private static final int AGENTS = 12;

  /** Whoever is asked: one test leaves wandb cooling down. */
  private static final String SLOW =
      "{\"wandb\": {\"latencyMillis\": 800}, \"groq\": {\"latencyMillis\": 800}}";

  private Installation installation;
  private PackagedProcess one;
  private PackagedProcess other;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    installation = new Installation(folder);
    one = installation.start("demo", Map.of());
    other = installation.startBeside("demo", Map.of());
  }

  @AfterEach
  void calm() {
    one.faults("{}");
    other.faults("{}");
  }

  @AfterAll
  void end() throws IOException {
    installation.close();
  }

  @Test
  void simultaneousTriggersOfBothWithOneKeyAreOneTick() throws Exception {
    one.faults(SLOW);
    other.faults(SLOW);
    var pending = new ArrayList<Future<JsonNode>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 10)
          .mapToObj(number -> number % 2 == 0 ? one : other)
          .forEach(process -> pending.add(threads.submit(() -> process.tick("both").report())));
    }
    var outcomes = new ArrayList<String>();
    for (var report : pending) {
      outcomes.add(report.get().path("outcome").asText());
    }

    assertThat(outcomes).containsOnlyOnce("completed");
    assertThat(outcomes.stream().filter("duplicate"::equals)).hasSize(9);
    assertThat(installation.number("select count(*) from tick where trigger_key = 'both'"))
        .isEqualTo(1);
    assertThat(
            installation.number(
                "select count(*) from attempt join tick on tick.game_id = attempt.game_id"
                    + " and tick.number = attempt.tick where trigger_key = 'both'"))
        .isEqualTo(AGENTS);
  }

  @Test
  void whatHappensInOneIsHeardFromTheOther() {
    try (var sseListener =
        SseListener.at(other.address() + "/api/admin/events", "dev-viewer", null)) {
      var before = sseListener.awaitId();
      assertThat(one.tick("heard").report().path("outcome").asText()).isEqualTo("completed");
      assertThat(sseListener.await("tick-closed", 1).getFirst().text("outcome"))
          .isEqualTo("completed");
      assertThat(sseListener.heard("turn-thought")).hasSize(AGENTS);
      assertThat(sseListener.heard("turn-applied")).hasSize(AGENTS);
      try (var elsewhere =
          SseListener.at(one.address() + "/api/admin/events", "dev-viewer", before)) {
        elsewhere.await("tick-closed", 1);
        assertThat(elsewhere.heard("turn-thought")).hasSize(AGENTS);
      }
    }
  }

  @Test
  void whileOneTicksTheOtherSkips() throws Exception {
    one.faults(SLOW);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var held = threads.submit(() -> one.tick("held").report());
      Awaitility.await()
          .until(
              () ->
                  installation.number("select count(*) from tick where trigger_key = 'held'") == 1);

      var meanwhile = other.tick("meanwhile").report();
      var same = other.tick("held").report();

      assertThat(meanwhile.path("outcome").asText()).isEqualTo("skipped");
      assertThat(meanwhile.path("running").asBoolean()).isTrue();
      assertThat(same.path("outcome").asText()).isEqualTo("duplicate");
      assertThat(same.path("running").asBoolean()).isTrue();
      assertThat(held.get().path("outcome").asText()).isEqualTo("completed");
    }
    assertThat(other.tick("meanwhile").report().path("outcome").asText()).isEqualTo("completed");
  }

  @Test
  void aWaitThatAProviderAskedOneForIsKeptByTheOther() throws Exception {
    assertThat(providers(other.tick("before").report())).containsExactly("wandb");
    one.faults("{\"wandb\": {\"status\": 429, \"retryAfterSeconds\": 60}}");
    assertThat(providers(one.tick("refused").report())).containsExactly("groq");
    assertThat(wandbAttempts("refused")).isPositive();

    // The other looks again when what it knows is five seconds old.
    var tries = new AtomicInteger();
    Awaitility.await()
        .atMost(Duration.ofSeconds(6))
        .pollInterval(Duration.ofMillis(500))
        .until(
            () ->
                providers(other.tick("kept-" + tries.incrementAndGet()).report())
                    .equals(List.of("groq")));

    var last = "kept-" + tries.get();
    assertThat(wandbAttempts(last)).isZero();
    assertThat(
            installation.rows(
                "select path from turn join tick on tick.game_id = turn.game_id"
                    + " and tick.number = turn.tick where trigger_key = '"
                    + last
                    + "'"))
        .hasSize(AGENTS)
        .allMatch(path -> path.contains("cooling down until") && path.contains("RATE"));
  }

  private long wandbAttempts(String key) throws Exception {
    return installation.number(
        "select count(*) from attempt join tick on tick.game_id = attempt.game_id and tick.number ="
            + " attempt.tick where provider = 'wandb' and trigger_key = '"
            + key
            + "'");
  }

  private static List<String> providers(JsonNode report) {
    assertThat(report.path("outcome").asText()).as(report.toString()).isEqualTo("completed");
    var names = new ArrayList<String>();
    report.at("/inference/byProvider").fieldNames().forEachRemaining(names::add);
    return names;
  }
}
