package dev.ziggurat.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.SseListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two application processes on one database, each with a simulator of its own. */
@ExtendWith(TwoServices.Shared.class)
class TwoProcessesIT {

  private static final int AGENTS = 12;

  private final TwoServices services;
  private final Installation installation;
  private final PackagedProcess one;
  private final PackagedProcess other;

  TwoProcessesIT(TwoServices services) {
    this.services = services;
    installation = services.installation();
    one = services.one();
    other = services.other();
  }

  @Test
  void simultaneousTriggersOfBothWithOneKeyAreOneTick() throws Exception {
    var reports = new ConcurrentLinkedQueue<JsonNode>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var held = services.holdTicks()) {
      IntStream.range(0, 10)
          .mapToObj(number -> number % 2 == 0 ? one : other)
          .forEach(process -> threads.submit(() -> reports.add(process.tick("both").report())));
      TwoServices.await(() -> reports.size() == 9);
      assertThat(reports)
          .allSatisfy(report -> assertThat(outcome(report)).isEqualTo("duplicate"))
          .allSatisfy(report -> assertThat(report.path("running").asBoolean()).isTrue());
      held.rollback();
      TwoServices.await(() -> reports.size() == 10);
    }

    assertThat(reports.stream().map(TwoProcessesIT::outcome)).containsOnlyOnce("completed");
    assertThat(installation.number("select count(*) from tick where trigger_key = 'both'"))
        .isEqualTo(1);
    assertThat(
            installation.number(
                "select count(*) from attempt join tick on tick.game_id = attempt.game_id"
                    + " and tick.number = attempt.tick where trigger_key = 'both'"
                    // Agents of the demo reflect after some ticks.
                    + " and attempt.source = 'tick'"))
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
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var lock = services.holdTicks()) {
      var held = threads.submit(() -> one.tick("held").report());
      TwoServices.await(
          () -> installation.number("select count(*) from tick where trigger_key = 'held'") == 1);

      var meanwhile = other.tick("meanwhile").report();
      var same = other.tick("held").report();

      assertThat(outcome(meanwhile)).isEqualTo("skipped");
      assertThat(meanwhile.path("running").asBoolean()).isTrue();
      assertThat(outcome(same)).isEqualTo("duplicate");
      assertThat(same.path("running").asBoolean()).isTrue();
      lock.rollback();
      assertThat(outcome(held.get())).isEqualTo("completed");
    }
    assertThat(outcome(other.tick("meanwhile").report())).isEqualTo("completed");
  }

  @Test
  @Tag("full")
  void aWaitThatAProviderAskedOneForIsKeptByTheOther() throws Exception {
    assertThat(providers(other.tick("undisturbed").report())).containsExactly("wandb");
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

  private static String outcome(JsonNode report) {
    return report.path("outcome").asText();
  }

  private static List<String> providers(JsonNode report) {
    assertThat(report.path("outcome").asText()).as(report.toString()).isEqualTo("completed");
    var names = new ArrayList<String>();
    report.at("/inference/byProvider").fieldNames().forEachRemaining(names::add);
    return names;
  }
}
