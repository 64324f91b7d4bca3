package dev.ziggurat.packaged;

import static dev.ziggurat.packaged.Opening.AGENTS;
import static dev.ziggurat.packaged.Opening.DISTURBED;
import static dev.ziggurat.packaged.Opening.NEXT;
import static dev.ziggurat.packaged.Opening.completed;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * SIGTERM in the middle of a tick, while another process plays on the same database. The lease is
 * long, so that going on at once can only mean that it was given back.
 */
@ExtendWith(Opening.Shared.class)
class TermIT {

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

  private final Opening opening;
  private Installation installation;

  TermIT(Opening opening) {
    this.opening = opening;
  }

  @AfterEach
  void end() throws IOException {
    if (installation != null) {
      installation.close();
    }
  }

  @Test
  @Tag("full")
  void callsUnderWayAreHeardOut(TestInfo test) throws Exception {
    var ending = start(test);
    var other = installation.start("demo", SETTINGS);
    ending.faults("{\"wandb\": {\"latencyMillis\": 1500}}");
    var answer = trigger(ending);
    await(() -> turns("thought") >= 1 && turns("asking") >= 1);

    assertThat(ending.get("/q/health/started", "").status()).isEqualTo(200);
    var took = end(ending, () -> readinessGoesFirst(ending));

    assertThat(took).isLessThan(SHUTDOWN_GRACE.plus(ALL_ELSE));
    assertThat(answer.get().status()).isEqualTo(503);
    assertThat(answer.get().report().path("reason").asText()).contains("handed back");
    assertThat(turns("asking")).as("all were heard").isZero();
    assertThat(turns("thought")).isBetween(1L, AGENTS - 1L);
    goesOnAtOnce(other);

    assertThat(installation.number("select count(*) from attempt where tick = 3"))
        .as("nobody was asked twice")
        .isEqualTo(AGENTS);
    assertThat(installation.number("select count(*) from attempt where outcome <> 'OK'")).isZero();
  }

  @Test
  @Tag("full")
  void callsThatTakeTooLongAreLeftToTheNextRunner(TestInfo test) throws Exception {
    var ending = start(test);
    var other = installation.start("demo", SETTINGS);
    ending.faults("{\"wandb\": {\"latencyMillis\": 400}}");
    trigger(ending);
    await(() -> turns("thought") >= 1);
    ending.faults("{\"wandb\": {\"latencyMillis\": 25000}}");
    await(() -> turns("asking") >= 4 && installation.number(ANSWERED_LATELY) == 0);

    var took = end(ending, () -> {});

    assertThat(took).isLessThan(SHUTDOWN_GRACE.plus(ALL_ELSE));
    var asking =
        installation.rows(
            "select handle, call_id from turn where tick = 3 and state = 'asking' order by handle");
    assertThat(asking).isNotEmpty();
    goesOnAtOnce(other);

    assertThat(
            installation.rows(
                "select distinct handle, call_id from attempt where tick = 3 and outcome <> 'OK'"
                    + " and at_most_nano > 0 and cost_nano = 0 order by handle"))
        .as("what nobody waited for may have cost something, and is told")
        .isEqualTo(asking);
  }

  /** No answer of the last half second: those asking now are the slow ones. */
  private static final String ANSWERED_LATELY =
      "select count(*) from turn where tick = 3 and thought_at > clock_timestamp() - interval '800 ms'";

  private PackagedProcess start(TestInfo test) throws IOException {
    installation = opening.copy("term-" + test.getTestMethod().orElseThrow().getName());
    return installation.start("demo", SETTINGS);
  }

  private CompletableFuture<PackagedProcess.Answer> trigger(PackagedProcess ending) {
    var answer = new CompletableFuture<PackagedProcess.Answer>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                answer.complete(ending.tickAt(opening.slot(DISTURBED)));
              } catch (UncheckedIOException brokenOff) {
                answer.completeExceptionally(brokenOff);
              }
            });
    return answer;
  }

  /** So that a load balancer sends nothing more while what is under way is heard out. */
  private static void readinessGoesFirst(PackagedProcess ending) {
    await(() -> ending.get("/q/health/ready", "").status() == 503);
    assertThat(ending.get("/q/health/live", "").status()).isEqualTo(200);
  }

  private static Duration end(PackagedProcess ending, Runnable meanwhile)
      throws InterruptedException {
    var begin = System.nanoTime();
    ending.terminate();
    meanwhile.run();
    assertThat(ending.awaitEnd(Duration.ofSeconds(60))).isEqualTo(KILLED_BY_SIGTERM);
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /** The next trigger of the other process finishes the tick, asks nobody twice, and goes on. */
  private void goesOnAtOnce(PackagedProcess other)
      throws SQLException, IOException, InterruptedException, ExecutionException {
    var journaled = journaled();
    completed(other.tickAt(opening.slot(NEXT)).report(), NEXT);
    assertThat(journaled()).as("the journal").containsAll(journaled);
    assertThat(
            installation.number(
                "select count(*) from (select handle from attempt where tick = 3 and outcome = 'OK'"
                    + " group by handle having count(*) > 1) as twice"))
        .isZero();
    opening.isTheWorldOf(installation);
    assertThat(other.log()).doesNotContain("ERROR");
  }

  private List<String> journaled() throws SQLException, IOException {
    return installation.rows(
        "select handle, call_id, provider, answer, decision, path from turn"
            + " where tick = 3 and state in ('thought', 'applied') order by handle");
  }

  private long turns(String state) throws SQLException, IOException {
    return installation.number(
        "select count(*) from turn where tick = 3 and state = '" + state + "'");
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(20, TimeUnit.SECONDS)
        .pollInterval(20, TimeUnit.MILLISECONDS)
        .until(condition);
  }
}
