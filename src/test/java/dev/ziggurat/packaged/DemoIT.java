package dev.ziggurat.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.packaged.PackagedProcess.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The package in profile demo, as a newcomer meets it and as an impatient cloud treats it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoIT {

  private static final int AGENTS = 12;

  private Installation installation;
  private PackagedProcess demo;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    installation = new Installation(folder);
    demo = installation.start("demo", Map.of());
  }

  @AfterAll
  void end() throws IOException {
    installation.close();
  }

  @Test
  void aNewcomerSeesThePageAndTheGameWithoutAToken() {
    assertThat(demo.get("/", "").status()).isEqualTo(303);
    var page = demo.get("/console/", "");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text()).contains("<title>Overview · Ziggurat</title>").contains("(simulated)");

    var games = demo.get("/api/games", "");
    assertThat(games.status()).isEqualTo(200);
    assertThat(games.body().at("/items/0/id").asText()).isEqualTo("babylon");
    assertThat(games.body().at("/items/0/agents").asInt()).isEqualTo(AGENTS);
    assertThat(demo.get("/api/games/babylon/markets", "").body().at("/items"))
        .filteredOn(market -> market.path("status").asText().equals("open"))
        .hasSize(3);
    assertThat(demo.log()).contains("Simulated providers").contains("claude, groq, openai, wandb");
  }

  @Test
  void fiftySimultaneousTriggersWithOneKeyAreOneTick() throws Exception {
    // Slow enough that most of them come while the tick runs.
    demo.faults("{\"wandb\": {\"latencyMillis\": 700}}");
    var answers =
        together(
            IntStream.range(0, 50)
                .<Callable<Answer>>mapToObj(number -> () -> demo.tick("fifty"))
                .toList());

    assertThat(answers).extracting(Answer::status).containsOnly(200);
    var reports = answers.stream().map(Answer::report).toList();
    var ran = withOutcome(reports, "completed");
    assertThat(ran).hasSize(1);
    var tick = ran.getFirst().path("tick").asLong();
    assertThat(ran.getFirst().at("/turns/applied").asInt()).isEqualTo(AGENTS);
    assertThat(ran.getFirst().at("/inference/simulated").asBoolean()).isTrue();

    var duplicates = withOutcome(reports, "duplicate");
    assertThat(duplicates).hasSize(49);
    assertThat(duplicates)
        .allSatisfy(
            report -> {
              assertThat(report.path("tick").asLong()).isEqualTo(tick);
              assertThat(report.path("slot")).isEqualTo(ran.getFirst().path("slot"));
              if (!report.path("running").asBoolean()) {
                assertThat(report.path("digest")).isEqualTo(ran.getFirst().path("digest"));
              }
            })
        .anyMatch(report -> report.path("running").asBoolean());
    assertThat(installation.number("select count(*) from tick where trigger_key = 'fifty'"))
        .isEqualTo(1);
    assertThat(
            installation.rows(
                "select handle, count(*) from attempt where tick = " + tick + " group by handle"))
        .hasSize(AGENTS)
        .allMatch(row -> row.endsWith(" | 1"));

    var late = demo.tick("fifty").report();
    assertThat(late.path("outcome").asText()).isEqualTo("duplicate");
    assertThat(late.path("running").asBoolean()).isFalse();
    assertThat(late.path("digest")).isEqualTo(ran.getFirst().path("digest"));
  }

  @Test
  void ofTwoKeysAtOnceOneRunsAndTheOtherIsSkipped() throws Exception {
    demo.faults("{\"wandb\": {\"latencyMillis\": 700}}");
    var reports =
        together(List.<Callable<Answer>>of(() -> demo.tick("left"), () -> demo.tick("right")))
            .stream()
            .map(Answer::report)
            .toList();

    assertThat(withOutcome(reports, "completed")).hasSize(1);
    assertThat(withOutcome(reports, "skipped"))
        .singleElement()
        .satisfies(
            report -> {
              assertThat(report.path("running").asBoolean()).isTrue();
              assertThat(report.path("reason").asText()).contains("is running");
            });
    assertThat(
            installation.number("select count(*) from tick where trigger_key in ('left', 'right')"))
        .isEqualTo(1);
  }

  @Test
  void theLogNamesTheProviderAndTellsOfEachTickInOneLine() {
    var slot = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    var report = demo.tickAt(slot.toString()).report();
    assertThat(report.path("outcome").asText()).isEqualTo("completed");
    assertThat(report.path("slot").asText()).isEqualTo(slot.toString());

    assertThat(demo.log())
        .contains("Using Weights & Biases inference API, model meta-llama/Llama-3.3-70B-Instruct");
    assertThat(lines("Tick " + report.path("tick").asLong() + " of babylon"))
        .singleElement()
        .asString()
        .contains("completed", "12 turns", "actions ", "calls wandb 12", "0 fail-overs")
        .contains("tokens in and", "$0.0", "(simulated)", " ms");
  }

  private Stream<String> lines(String part) {
    return demo.log().lines().filter(line -> line.contains(part));
  }

  private static List<JsonNode> withOutcome(List<JsonNode> reports, String outcome) {
    return reports.stream()
        .filter(report -> report.path("outcome").asText().equals(outcome))
        .toList();
  }

  /** Makes all calls at the same moment. */
  private static <T> List<T> together(List<Callable<T>> calls) throws Exception {
    var start = new CyclicBarrier(calls.size());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var pending = new ArrayList<Future<T>>();
      for (var call : calls) {
        pending.add(
            threads.submit(
                () -> {
                  start.await();
                  return call.call();
                }));
      }
      var results = new ArrayList<T>();
      for (var each : pending) {
        results.add(each.get());
      }
      return results;
    }
  }
}
