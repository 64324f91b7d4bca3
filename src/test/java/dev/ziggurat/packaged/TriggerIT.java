package dev.ziggurat.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A process of the package in profile demo as an impatient cloud treats it. */
@ExtendWith(TwoServices.Shared.class)
class TriggerIT {

  private static final int AGENTS = 12;

  private final TwoServices services;
  private final Installation installation;
  private final PackagedProcess demo;

  TriggerIT(TwoServices services) {
    this.services = services;
    installation = services.installation();
    demo = services.one();
  }

  @Test
  void fiftySimultaneousTriggersWithOneKeyAreOneTick() throws Exception {
    var reports = new ConcurrentLinkedQueue<JsonNode>();
    List<JsonNode> duplicates;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var held = services.holdTicks()) {
      IntStream.range(0, 50)
          .forEach(number -> threads.submit(() -> reports.add(demo.tick("fifty").report())));
      // All others come while the tick runs, and wait for nothing.
      TwoServices.await(() -> reports.size() == 49);
      duplicates = List.copyOf(reports);
      held.rollback();
      TwoServices.await(() -> reports.size() == 50);
    }

    var ran = withOutcome(reports.stream(), "completed");
    assertThat(ran).hasSize(1);
    var tick = ran.getFirst().path("tick").asLong();
    assertThat(ran.getFirst().at("/turns/applied").asInt()).isEqualTo(AGENTS);
    assertThat(ran.getFirst().at("/inference/simulated").asBoolean()).isTrue();
    assertThat(duplicates)
        .allSatisfy(
            report -> {
              assertThat(report.path("outcome").asText()).isEqualTo("duplicate");
              assertThat(report.path("tick").asLong()).isEqualTo(tick);
              assertThat(report.path("slot")).isEqualTo(ran.getFirst().path("slot"));
              assertThat(report.path("running").asBoolean()).isTrue();
            });
    assertThat(ticksBy("'fifty'")).isEqualTo(1);
    assertThat(
            installation.rows(
                "select handle, count(*) from attempt where source = 'tick' and game_id = 'babylon' and tick = "
                    + tick
                    + " group by handle"))
        .hasSize(AGENTS)
        .allMatch(row -> row.endsWith(" | 1"));

    var late = demo.tick("fifty").report();
    assertThat(late.path("outcome").asText()).isEqualTo("duplicate");
    assertThat(late.path("running").asBoolean()).isFalse();
    assertThat(late.path("digest")).isEqualTo(ran.getFirst().path("digest"));
  }

  @Test
  void ofTwoKeysAtOnceOneRunsAndTheOtherIsSkipped() throws Exception {
    var reports = new ConcurrentLinkedQueue<JsonNode>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var held = services.holdTicks()) {
      Stream.of("left", "right")
          .forEach(key -> threads.submit(() -> reports.add(demo.tick(key).report())));
      TwoServices.await(() -> reports.size() == 1);
      held.rollback();
      TwoServices.await(() -> reports.size() == 2);
    }

    assertThat(withOutcome(reports.stream(), "completed")).hasSize(1);
    assertThat(withOutcome(reports.stream(), "skipped"))
        .singleElement()
        .satisfies(
            report -> {
              assertThat(report.path("running").asBoolean()).isTrue();
              assertThat(report.path("reason").asText()).contains("is running");
            });
    assertThat(ticksBy("'left', 'right'")).isEqualTo(1);
  }

  @Test
  void theLogNamesTheProviderAndTellsOfEachTickInOneLine() {
    var slot = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    var report = demo.tickAt(slot.toString()).report();
    assertThat(report.path("outcome").asText()).isEqualTo("completed");
    assertThat(report.path("slot").asText()).isEqualTo(slot.toString());

    assertThat(demo.log())
        .contains("Using Weights & Biases inference API, model meta-llama/Llama-3.3-70B-Instruct");
    var told = "Tick " + report.path("tick").asLong() + " of babylon";
    assertThat(demo.log().lines().filter(line -> line.contains(told)))
        .singleElement()
        .asString()
        .contains("completed", "12 turns", "actions ", "calls wandb 12", "0 fail-overs")
        .contains("tokens in and", "$0.0", "(simulated)", " ms");
  }

  private long ticksBy(String keys) throws SQLException, java.io.IOException {
    return installation.number("select count(*) from tick where trigger_key in (" + keys + ")");
  }

  private static List<JsonNode> withOutcome(Stream<JsonNode> reports, String outcome) {
    return reports.filter(report -> report.path("outcome").asText().equals(outcome)).toList();
  }
}
