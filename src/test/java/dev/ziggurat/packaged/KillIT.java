package dev.ziggurat.packaged;

import static dev.ziggurat.packaged.Opening.AGENTS;
import static dev.ziggurat.packaged.Opening.DISTURBED;
import static dev.ziggurat.packaged.Opening.NEXT;
import static dev.ziggurat.packaged.Opening.completed;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * {@code kill -9} of the application in the middle of a tick. Each test begins from the same bytes,
 * holds the tick where it wants it by slow answers or by a lock of its own on a table, kills,
 * starts anew, triggers with another key, and compares the world with that of a run nobody
 * disturbed.
 */
@ExtendWith(Opening.Shared.class)
@Tag("full")
class KillIT {

  private static final Duration BUDGET = Duration.ofSeconds(40);
  private static final Duration SHORT_BUDGET = Duration.ofSeconds(12);
  private static final Duration MARGIN = Duration.ofMillis(500);

  private final Opening opening;
  private Installation installation;

  KillIT(Opening opening) {
    this.opening = opening;
  }

  @AfterEach
  void end() throws IOException {
    if (installation != null) {
      installation.close();
    }
  }

  @Test
  void whileThinking(TestInfo test) throws Exception {
    var doomed = start(test, BUDGET);
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
    var doomed = start(test, SHORT_BUDGET);
    try (var world = lock("babylon_wallet", "access exclusive", doomed)) {
      await(() -> turns("thought") == AGENTS && waiting("babylon_wallet"));
      doomed.kill();
      world.rollback();
    }
    assertThat(turns("thought")).isEqualTo(AGENTS);
    // Here the lease really passes; elsewhere the test puts the database's clock ahead of it.
    takeOver(
        anew ->
            Awaitility.await()
                .atMost(SHORT_BUDGET.plus(MARGIN).plusSeconds(1))
                .until(
                    () ->
                        installation.number(
                                "select count(*) from game where lease_until >= clock_timestamp()")
                            == 0));
    nobodyWasOrphaned();
  }

  @Test
  void whileApplying(TestInfo test) throws Exception {
    var doomed = start(test, BUDGET);
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
    var doomed = start(test, BUDGET);
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

  private PackagedProcess start(TestInfo test, Duration budget) throws IOException {
    installation = opening.copy("kill-" + test.getTestMethod().orElseThrow().getName());
    return installation.start("demo", settings(budget));
  }

  /** Four think at once. */
  private static Map<String, String> settings(Duration budget) {
    return Map.of(
        "ziggurat.tick.width",
        "4",
        "ziggurat.chain.provider-limit",
        "20s",
        "ziggurat.tick.budget",
        budget.toSeconds() + "s",
        "ziggurat.tick.lease-margin",
        MARGIN.toMillis() + "ms");
  }

  /** Triggers tick 3 and does not wait for it. */
  private void trigger(PackagedProcess doomed) {
    Thread.ofVirtual()
        // Its answer never comes.
        .uncaughtExceptionHandler((thread, brokenOff) -> {})
        .start(() -> doomed.tickAt(opening.slot(DISTURBED)));
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

  /**
   * Starts the application anew, waits until the lease has passed, and finds both ticks as if
   * nothing was.
   */
  private void takeOver() throws Exception {
    takeOver(
        anew -> {
          var heldUntilMillis =
              installation.number(
                  "select ceil(1000 * extract(epoch from lease_until - clock_timestamp()))::bigint"
                      + " from game");
          assertThat(heldUntilMillis).isLessThanOrEqualTo(BUDGET.plus(MARGIN).toMillis());
          assertThat(outcome(anew, NEXT)).as("the dead one's lease holds").isEqualTo("skipped");
          // The lease runs by the database's clock and by nothing else.
          installation.execute(
              "update game set lease_until = clock_timestamp() - interval '1 ms' where lease_until"
                  + " is not null");
        });
  }

  /** What goes by before the dead runner's lease has passed. */
  private interface Meanwhile {
    void pass(PackagedProcess anew) throws Exception;
  }

  private void takeOver(Meanwhile meanwhile) throws Exception {
    var journaled = journaled();
    var attempts = attemptsOf(journaled);
    var anew = installation.start("demo", settings(BUDGET));
    assertThat(anew.log()).contains("attached to the server");
    meanwhile.pass(anew);

    completed(anew.tickAt(opening.slot(NEXT)).report(), NEXT);

    assertThat(journaled()).as("the journal").containsAll(journaled);
    assertThat(attemptsOf(journaled))
        .as("no journaled answer was asked for again")
        .isEqualTo(attempts);
    opening.isTheWorldOf(installation);
    allIsInOrder();
    assertThat(outcome(anew, DISTURBED)).isEqualTo("duplicate");
    assertThat(anew.log()).doesNotContain("ERROR");
  }

  private String outcome(PackagedProcess process, int tick) {
    return process.tickAt(opening.slot(tick)).report().path("outcome").asText();
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

  private static void await(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(30, TimeUnit.SECONDS)
        .pollInterval(10, TimeUnit.MILLISECONDS)
        .until(condition);
  }
}
