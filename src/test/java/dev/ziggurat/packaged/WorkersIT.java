package dev.ziggurat.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.workers.ArtemisBroker;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A planner and three workers on one database and one broker, of whom some are killed ({@code kill
 * -9}) or stopped ({@code kill -STOP}) while they think.
 */
@Tag("full")
class WorkersIT {

  private static final int AGENTS = 12;
  private static final Duration BUDGET = Duration.ofSeconds(25);
  private static final String SLOW = "{\"wandb\": {\"latencyMillis\": 4000}}";

  private ScratchFolder folder;
  private Installation installation;
  private ArtemisBroker broker;
  private PackagedProcess planner;
  private PackagedProcess killed;
  private PackagedProcess stopped;
  private PackagedProcess worker;

  @BeforeEach
  void start() throws Exception {
    folder = ScratchFolder.named("workers");
    broker = new ArtemisBroker();
    broker.start();
    installation = Installation.quick(folder.path());
    planner = installation.start("demo", settings(false));
    killed = installation.startBeside("demo", settings(true));
    stopped = installation.startBeside("demo", settings(true));
    worker = installation.startBeside("demo", settings(true));
    await(() -> broker.consumers("ziggurat-shards") == 3);
  }

  @AfterEach
  void end() throws Exception {
    installation.close();
    broker.stop();
    folder.close();
  }

  /** A shard for each agent, two of them at once. */
  private Map<String, String> settings(boolean receive) {
    var settings = new HashMap<String, String>();
    settings.put("ziggurat.tick.budget", BUDGET.toSeconds() + "s");
    settings.put("ziggurat.tick.reserve", "5s");
    settings.put("ziggurat.tick.lease-margin", "2s");
    settings.put("ziggurat.chain.provider-limit", "20s");
    settings.put("ziggurat.workers.broker", "amqp");
    settings.put("ziggurat.workers.receive", Boolean.toString(receive));
    settings.put("ziggurat.workers.shard-size", "1");
    settings.put("ziggurat.workers.shards-at-once", "2");
    settings.put("amqp-host", "127.0.0.1");
    settings.put("amqp-port", Integer.toString(broker.port()));
    return settings;
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofMillis(20))
        .until(condition);
  }

  private long turns(String key, String state) throws SQLException, IOException {
    return installation.number(
        "select count(*) from turn join tick on tick.game_id = turn.game_id and number = tick"
            + " where trigger_key = '%s' and state = '%s'".formatted(key, state));
  }

  private long attempts(String key, String condition) throws SQLException, IOException {
    return installation.number(
        "select count(*) from attempt join tick on tick.game_id = attempt.game_id"
            + " and number = attempt.tick where source = 'tick' and trigger_key = '%s' and %s"
                .formatted(key, condition));
  }

  private static void signal(PackagedProcess process, String signal)
      throws IOException, InterruptedException {
    assertThat(
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.handle().pid()))
                .start()
                .waitFor())
        .isZero();
  }

  private Future<String> tick(String key) {
    return CompletableFuture.supplyAsync(
        () -> planner.tick(key).report().path("outcome").asText(),
        task -> Thread.ofVirtual().start(task));
  }

  /** What holds whoever dies. */
  private void allIsInOrder(String key) throws SQLException, IOException {
    assertThat(installation.number("select count(*) from tick where trigger_key = '" + key + "'"))
        .isEqualTo(1);
    assertThat(
            installation.rows(
                "select tick, handle, count(*) from attempt where source = 'tick'"
                    + " group by tick, handle having count(*) > 1"))
        .as("agents asked twice in a tick")
        .isEmpty();
    assertThat(installation.rows("select tick, handle from turn where state in ('due', 'asking')"))
        .isEmpty();
    assertThat(
            installation.number(
                """
                select house_micro_points
                  + (select sum(micro_points) from babylon_wallet)
                  + (select sum(pool_micro_points) from babylon_market where resolved_at is null)
                  - minted_micro_points
                from babylon_house"""))
        .as("points that came or went")
        .isZero();
    assertThat(
            installation.rows(
                """
                select tick, position, action, count(*) from (
                  select tick, position, action from babylon_trade
                  union all select tick, position, action from babylon_post) as done
                group by tick, position, action having count(*) > 1"""))
        .as("actions done twice")
        .isEmpty();
  }

  @Test
  void oneWorkerIsKilledAndOneIsStopped() throws Exception {
    for (var process : new PackagedProcess[] {killed, stopped, worker}) {
      process.faults(SLOW);
    }
    var report = tick("disturbed");
    await(() -> turns("disturbed", "asking") == 6);
    killed.kill();
    signal(stopped, "STOP");

    assertThat(report.get()).isEqualTo("partial");
    assertThat(turns("disturbed", "applied")).isPositive().isLessThan(AGENTS);
    assertThat(turns("disturbed", "applied") + turns("disturbed", "passed_over")).isEqualTo(AGENTS);
    assertThat(attempts("disturbed", "attempt.outcome = 'ORPHANED' and at_most_nano > 0"))
        .as("what the killed and the stopped one were asking")
        .isEqualTo(4);
    allIsInOrder("disturbed");

    signal(stopped, "CONT");
    await(() -> attempts("disturbed", "attempt.outcome = 'ORPHANED'") == 2);
    assertThat(attempts("disturbed", "attempt.outcome in ('LATE', 'TIMEOUT', 'CANCELLED')"))
        .as("what came of the calls of the stopped one")
        .isEqualTo(2);

    worker.faults("{}");
    stopped.faults("{}");
    assertThat(tick("next").get()).isEqualTo("completed");
    assertThat(turns("next", "applied")).isEqualTo(AGENTS);
    allIsInOrder("next");
  }

  @Test
  void theWorkersCloseTheTickOfAPlannerThatIsKilled()
      throws SQLException, IOException, InterruptedException, ExecutionException {
    for (var process : new PackagedProcess[] {killed, stopped, worker}) {
      process.faults("{\"wandb\": {\"latencyMillis\": 1500}}");
    }
    tick("orphaned");
    await(() -> turns("orphaned", "asking") + turns("orphaned", "thought") >= 6);
    planner.kill();

    await(
        () ->
            installation.number(
                    "select count(*) from tick where trigger_key = 'orphaned' and phase = 'closed'")
                == 1);
    assertThat(installation.rows("select outcome from tick where trigger_key = 'orphaned'"))
        .containsExactly("completed");
    assertThat(turns("orphaned", "applied")).isEqualTo(AGENTS);
    allIsInOrder("orphaned");
    assertThat(worker.tick("orphaned").report().path("outcome").asText()).isEqualTo("duplicate");
  }
}
