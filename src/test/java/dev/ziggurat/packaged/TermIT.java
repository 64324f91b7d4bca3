package dev.ziggurat.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGTERM in the middle of a tick, while another process plays on the same database. The lease is
 * long, so that going on at once can only mean that it was given back.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TermIT {

  private static final int AGENTS = 12;
  private static final int KILLED_BY_SIGTERM = 143;
  private static final Duration SHUTDOWN_GRACE = Duration.ofSeconds(6);

  /** What ends beside the ticks: server, pools, and the machine's other work. */
  private static final Duration ALL_ELSE = Duration.ofSeconds(10);

  private static final Map<String, String> SETTINGS =
      Map.of(
          "ziggurat.tick.width", "4",
          "ziggurat.tick.budget", "40s",
          "ziggurat.tick.lease-margin", "10m",
          "ziggurat.tick.shutdown-grace", SHUTDOWN_GRACE.toSeconds() + "s",
          "ziggurat.chain.provider-limit", "30s",
          "quarkus.shutdown.delay", "1s");

  private Path root;
  private Installation opening;
  private Installation installation;
  private Instant slot;
  private List<List<String>> calmWorld;
  private List<String> calmTicks;

  /** One tick of prelude, and then the two ticks of each test as they go when nothing ends. */
  @BeforeAll
  void playUndisturbed(@TempDir Path folder) throws Exception {
    root = folder;
    slot = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    opening = new Installation(folder.resolve("opening"));
    var prelude = opening.start("demo", SETTINGS);
    completed(prelude.tickAt(slot(1)).report(), 1);
    prelude.stop();
    try (var calm = opening.copyTo(folder.resolve("calm"))) {
      var undisturbed = calm.start("demo", SETTINGS);
      completed(undisturbed.tickAt(slot(2)).report(), 2);
      completed(undisturbed.tickAt(slot(3)).report(), 3);
      calmWorld = PlayedWorld.of(calm);
      calmTicks = PlayedWorld.ticks(calm);
    }
  }

  @AfterEach
  void endOne() throws IOException {
    if (installation != null) {
      installation.close();
    }
  }

  @AfterAll
  void endAll() throws IOException {
    opening.close();
  }

  @Test
  void callsUnderWayAreHeardOut(TestInfo test) throws Exception {
    var ending = start(test);
    var other = installation.start("demo", SETTINGS);
    ending.faults("{\"wandb\": {\"latencyMillis\": 1500}}");
    var answer = trigger(ending);
    await(() -> turns("thought") >= 1 && turns("asking") >= 1);

    var took = end(ending);

    assertThat(took).isLessThan(SHUTDOWN_GRACE.plus(ALL_ELSE));
    assertThat(answer.get().status()).isEqualTo(503);
    assertThat(answer.get().report().path("reason").asText()).contains("handed back");
    assertThat(turns("asking")).as("all were heard").isZero();
    assertThat(turns("thought")).isBetween(1L, AGENTS - 1L);
    goesOnAtOnce(other);

    assertThat(installation.number("select count(*) from attempt where tick = 2"))
        .as("nobody was asked twice")
        .isEqualTo(AGENTS);
    assertThat(installation.number("select count(*) from attempt where outcome <> 'OK'")).isZero();
  }

  @Test
  void callsThatTakeTooLongAreLeftToTheNextRunner(TestInfo test) throws Exception {
    var ending = start(test);
    var other = installation.start("demo", SETTINGS);
    ending.faults("{\"wandb\": {\"latencyMillis\": 400}}");
    trigger(ending);
    await(() -> turns("thought") >= 1);
    ending.faults("{\"wandb\": {\"latencyMillis\": 25000}}");
    await(() -> turns("asking") >= 4 && installation.number(ANSWERED_LATELY) == 0);

    var took = end(ending);

    assertThat(took).isLessThan(SHUTDOWN_GRACE.plus(ALL_ELSE));
    var asking =
        installation.rows(
            "select handle, call_id from turn where tick = 2 and state = 'asking' order by handle");
    assertThat(asking).isNotEmpty();
    goesOnAtOnce(other);

    assertThat(
            installation.rows(
                "select distinct handle, call_id from attempt where tick = 2 and outcome <> 'OK'"
                    + " and at_most_nano > 0 and cost_nano = 0 order by handle"))
        .as("what nobody waited for may have cost something, and is told")
        .isEqualTo(asking);
  }

  @Test
  void readinessGoesFirst(TestInfo test) throws Exception {
    var ending = start(test);
    assertThat(ending.get("/q/health/started", "").status()).isEqualTo(200);
    ending.terminate();
    await(() -> ending.get("/q/health/ready", "").status() == 503);
    assertThat(ending.get("/q/health/live", "").status()).isEqualTo(200);
    assertThat(ending.awaitEnd(ALL_ELSE)).isEqualTo(KILLED_BY_SIGTERM);
  }

  /** No answer of the last half second: those asking now are the slow ones. */
  private static final String ANSWERED_LATELY =
      "select count(*) from turn where tick = 2 and thought_at > clock_timestamp() - interval '800 ms'";

  private PackagedProcess start(TestInfo test) throws IOException {
    installation = opening.copyTo(root.resolve(test.getTestMethod().orElseThrow().getName()));
    return installation.start("demo", SETTINGS);
  }

  private CompletableFuture<PackagedProcess.Answer> trigger(PackagedProcess ending) {
    var answer = new CompletableFuture<PackagedProcess.Answer>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                answer.complete(ending.tickAt(slot(2)));
              } catch (UncheckedIOException brokenOff) {
                answer.completeExceptionally(brokenOff);
              }
            });
    return answer;
  }

  private static Duration end(PackagedProcess ending) throws InterruptedException {
    var begin = System.nanoTime();
    ending.terminate();
    assertThat(ending.awaitEnd(Duration.ofSeconds(60))).isEqualTo(KILLED_BY_SIGTERM);
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /** The next trigger of the other process finishes the tick, asks nobody twice, and goes on. */
  private void goesOnAtOnce(PackagedProcess other)
      throws SQLException, IOException, InterruptedException, ExecutionException {
    var journaled = journaled();
    completed(other.tickAt(slot(3)).report(), 3);
    assertThat(journaled()).as("the journal").containsAll(journaled);
    assertThat(
            installation.number(
                "select count(*) from (select handle from attempt where tick = 2 and outcome = 'OK'"
                    + " group by handle having count(*) > 1) as twice"))
        .isZero();
    assertThat(PlayedWorld.ticks(installation)).isEqualTo(calmTicks);
    assertThat(PlayedWorld.of(installation)).isEqualTo(calmWorld);
    assertThat(other.log()).doesNotContain("ERROR");
  }

  private List<String> journaled() throws SQLException, IOException {
    return installation.rows(
        "select handle, call_id, provider, answer, decision, path from turn"
            + " where tick = 2 and state in ('thought', 'applied') order by handle");
  }

  private long turns(String state) throws SQLException, IOException {
    return installation.number(
        "select count(*) from turn where tick = 2 and state = '" + state + "'");
  }

  private String slot(int number) {
    return slot.plusSeconds(10L * number).toString();
  }

  private static void completed(JsonNode report, int tick) {
    assertThat(report.path("outcome").asText()).as(report.toString()).isEqualTo("completed");
    assertThat(report.path("tick").asInt()).isEqualTo(tick);
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(20, TimeUnit.SECONDS)
        .pollInterval(20, TimeUnit.MILLISECONDS)
        .until(condition);
  }
}
