package dev.ziggurat.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of the application in the middle of a tick. Each test begins from the same bytes,
 * holds the tick where it wants it by slow answers or by a lock of its own on a table, kills,
 * starts anew, triggers with another key, and compares the world with that of a run nobody
 * disturbed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KillIT {

  private static final int AGENTS = 12;

  /** Four think at once and the lease is short. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "ziggurat.tick.width", "4",
          "ziggurat.tick.budget", "7s",
          "ziggurat.tick.reserve", "1s",
          "ziggurat.tick.lease-margin", "500ms");

  private Path root;
  private Installation opening;
  private Installation installation;
  private Instant slot;
  private List<List<String>> calmWorld;
  private List<String> calmTicks;

  /** Two ticks of prelude, and then the two ticks of each test as they go when nobody is killed. */
  @BeforeAll
  void playUndisturbed(@TempDir Path folder) throws Exception {
    root = folder;
    slot = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    opening = new Installation(folder.resolve("opening"));
    var prelude = opening.start("demo", SETTINGS);
    completed(prelude.tickAt(slot(1)).report(), 1);
    completed(prelude.tickAt(slot(2)).report(), 2);
    prelude.stop();
    try (var calm = opening.copyTo(folder.resolve("calm"))) {
      var undisturbed = calm.start("demo", SETTINGS);
      completed(undisturbed.tickAt(slot(3)).report(), 3);
      completed(undisturbed.tickAt(slot(4)).report(), 4);
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
  void whileThinking(TestInfo test) throws Exception {
    var doomed = start(test);
    doomed.faults("{\"wandb\": {\"latencyMillis\": 1200}}");
    trigger(doomed);
    await(() -> turns("thought") >= 1 && turns("asking") >= 1);
    doomed.kill();

    var asking =
        installation.rows(
            "select handle, call_id from turn where tick = 3 and state = 'asking' order by handle");
    assertThat(asking).isNotEmpty();
    assertThat(turns("thought")).isPositive().isLessThan(AGENTS);
    takeOver();

    assertThat(
            installation.rows(
                "select handle, call_id from attempt where tick = 3 and outcome = 'ORPHANED'"
                    + " and at_most_nano > 0 and cost_nano = 0 order by handle"))
        .isEqualTo(asking);
  }

  @Test
  void betweenJournalAndApply(TestInfo test) throws Exception {
    var doomed = start(test);
    try (var world = lock("babylon_wallet", "access exclusive", doomed)) {
      await(() -> turns("thought") == AGENTS && waiting("babylon_wallet"));
      doomed.kill();
      world.rollback();
    }
    assertThat(turns("thought")).isEqualTo(AGENTS);
    takeOver();
    nobodyWasOrphaned();
  }

  @Test
  void whileApplying(TestInfo test) throws Exception {
    var doomed = start(test);
    try (var agents = lock("agent", "share", doomed)) {
      // By now the transaction has written the world and the turns.
      await(() -> waiting("agent"));
      doomed.kill();
      agents.rollback();
    }
    assertThat(turns("thought")).as("nothing of it counts").isEqualTo(AGENTS);
    assertThat(installation.number("select count(*) from babylon_post where tick = 3")).isZero();
    takeOver();
    nobodyWasOrphaned();
  }

  @Test
  void betweenApplyAndClose(TestInfo test) throws Exception {
    var doomed = start(test);
    try (var world = lock("babylon_wallet", "access exclusive", doomed)) {
      await(() -> turns("thought") == AGENTS && waiting("babylon_wallet"));
      try (var attempts = installation.connect()) {
        lock(attempts, "attempt", "access exclusive");
        world.rollback();
        // The report adds the attempts up.
        await(() -> waiting("attempt"));
        doomed.kill();
        attempts.rollback();
      }
    }
    assertThat(turns("applied")).isEqualTo(AGENTS);
    assertThat(installation.rows("select phase from tick where number = 3"))
        .containsExactly("applied");
    takeOver();
    nobodyWasOrphaned();
  }

  private PackagedProcess start(TestInfo test) throws IOException {
    installation = opening.copyTo(root.resolve(test.getTestMethod().orElseThrow().getName()));
    return installation.start("demo", SETTINGS);
  }

  /** Triggers tick 3 and does not wait for it. */
  private void trigger(PackagedProcess doomed) {
    Thread.ofVirtual()
        // Its answer never comes.
        .uncaughtExceptionHandler((thread, brokenOff) -> {})
        .start(() -> doomed.tickAt(slot(3)));
  }

  /** Triggers tick 3 with answers slow enough to lock the table before it is applied. */
  private Connection lock(String table, String mode, PackagedProcess doomed)
      throws SQLException, IOException {
    doomed.faults("{\"wandb\": {\"latencyMillis\": 300}}");
    trigger(doomed);
    await(() -> turns("asking") >= 1);
    var connection = installation.connect();
    lock(connection, table, mode);
    return connection;
  }

  private static void lock(Connection connection, String table, String mode) throws SQLException {
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute("lock table " + table + " in " + mode + " mode");
    }
  }

  /** Starts the application anew, lets the lease pass, and finds both ticks as if nothing was. */
  private void takeOver() throws Exception {
    var journaled = journaled();
    var attempts = attemptsOf(journaled);
    var anew = installation.start("demo", SETTINGS);
    assertThat(anew.log()).contains("attached to the server");

    completed(whenTheLeaseHasPassed(anew), 4);

    assertThat(journaled()).as("the journal").containsAll(journaled);
    assertThat(attemptsOf(journaled))
        .as("no journaled answer was asked for again")
        .isEqualTo(attempts);
    assertThat(PlayedWorld.ticks(installation)).isEqualTo(calmTicks);
    assertThat(PlayedWorld.of(installation)).isEqualTo(calmWorld);
    allIsInOrder();
    assertThat(anew.tickAt(slot(3)).report().path("outcome").asText()).isEqualTo("duplicate");
    assertThat(anew.log()).doesNotContain("ERROR");
  }

  private JsonNode whenTheLeaseHasPassed(PackagedProcess anew) {
    var report = new AtomicReference<JsonNode>();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              report.set(anew.tickAt(slot(4)).report());
              return !report.get().path("outcome").asText().equals("skipped");
            });
    return report.get();
  }

  /** What was journaled of tick 3, as it stands. */
  private List<String> journaled() throws SQLException, IOException {
    return installation.rows(
        "select handle, call_id, provider, answer, decision, path from turn"
            + " where tick = 3 and state in ('thought', 'applied') order by handle");
  }

  /** All attempts of tick 3 for these turns. */
  private List<String> attemptsOf(List<String> turns) throws SQLException, IOException {
    var handles = turns.stream().map(turn -> turn.substring(0, turn.indexOf(" | "))).toList();
    return installation
        .rows("select handle, id, outcome from attempt where tick = 3 order by handle, id")
        .stream()
        .filter(attempt -> handles.contains(attempt.substring(0, attempt.indexOf(" | "))))
        .toList();
  }

  private void nobodyWasOrphaned() throws SQLException, IOException {
    assertThat(installation.number("select count(*) from attempt where outcome <> 'OK'")).isZero();
    assertThat(installation.number("select count(*) from attempt where tick = 3"))
        .isEqualTo(AGENTS);
  }

  /** What holds at every instant, asked of the database. */
  private void allIsInOrder() throws SQLException, IOException {
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
            installation.number("select count(*) from turn where tick = 3 and state = 'applied'"))
        .isEqualTo(AGENTS);
    assertThat(
            installation.rows(
                "select trigger_key, count(*) from tick group by 1 having count(*) > 1"))
        .isEmpty();
    assertThat(installation.rows("select slot, count(*) from tick group by 1 having count(*) > 1"))
        .isEmpty();
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

  private long turns(String state) throws SQLException, IOException {
    return installation.number(
        "select count(*) from turn where tick = 3 and state = '" + state + "'");
  }

  /** Whether a session waits for the lock on a table. */
  private boolean waiting(String table) throws SQLException, IOException {
    return installation.number(
            "select count(*) from pg_locks where not granted and relation = '"
                + table
                + "'::regclass")
        == 1;
  }

  private String slot(int number) {
    return slot.plusSeconds(10L * number).toString();
  }

  private static void completed(JsonNode report, int tick) {
    assertThat(report.path("outcome").asText()).as(report.toString()).isEqualTo("completed");
    assertThat(report.path("tick").asInt()).isEqualTo(tick);
  }

  private static void await(java.util.concurrent.Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(15, TimeUnit.SECONDS)
        .pollInterval(10, TimeUnit.MILLISECONDS)
        .until(condition);
  }
}
