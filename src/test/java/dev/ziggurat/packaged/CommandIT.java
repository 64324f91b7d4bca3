package dev.ziggurat.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.packaged.PackagedCommand.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands as cron runs them, in profile prod, beside a running service: it shares its database
 * folder with them and plays the providers that they ask.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandIT {

  private static final int AGENTS = 12;
  private static final Duration START = Duration.ofSeconds(180);
  private static final String SLOW = "{\"wandb\": {\"latencyMillis\": 1500}}";
  private static final String ALL_DOWN =
      """
      {"wandb": {"status": 500}, "groq": {"status": 500}, "claude": {"status": 500},
       "openai": {"status": 500}}
      """;

  private Path folder;
  private Installation installation;
  private PackagedProcess service;

  @BeforeAll
  void start(@TempDir Path root) throws IOException {
    folder = root;
    installation = new Installation(root);
    service = installation.start("demo", Map.of());
  }

  @AfterEach
  void calm() {
    service.faults("{}");
    assertThat(service.get("/q/health/ready", "").status())
        .as("the service and its database outlive every command")
        .isEqualTo(200);
  }

  @AfterAll
  void end() throws IOException {
    installation.close();
  }

  private PackagedCommand begin(String input, String... arguments) throws IOException {
    var environment = new HashMap<String, String>();
    environment.put("ZIGGURAT_EMBEDDED_DATABASE", folder.resolve("db").toString());
    // What a service in the same container would be told must not disturb a command.
    environment.put("ZIGGURAT_TRIGGER_CRON", "* * * * * ?");
    environment.put("QUARKUS_HTTP_PORT", "1");
    environment.put("ZIGGURAT_TICK_BUDGET", "20s");
    environment.put("ZIGGURAT_CHAIN_PROVIDER_LIMIT", "3s");
    Map.of(
            "WANDB",
            "/wandb/v1",
            "GROQ",
            "/groq/openai/v1",
            "ANTHROPIC",
            "/claude",
            "OPENAI",
            "/openai/v1")
        .forEach(
            (provider, path) -> {
              environment.put(provider + "_API_KEY", "simulated");
              environment.put(provider + "_API_BASE", service.address() + "/simulator" + path);
            });
    return PackagedCommand.start(environment, folder.resolve("commands"), input, arguments);
  }

  private Ended run(String... arguments) throws Exception {
    return begin("", arguments).end();
  }

  @Test
  void aTickIsToldToPeople() throws Exception {
    var ended = run("tick", "--game=babylon", "--key=told").with(0);

    assertThat(ended.out())
        .startsWith("babylon tick ")
        .contains("completed", "12 due: 12 applied", "wandb 12", "digest");
    assertThat(ended.err())
        .contains("Using Weights & Biases inference API")
        .doesNotContain("\r", "Listening on", "started in");
  }

  @Test
  void aTickIsToldToPrograms() throws Exception {
    var slot = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(3_600).toString();
    var report = run("tick", "--game", "babylon", "--slot", slot, "--json").with(0).report();

    assertThat(report.path("outcome").asText()).isEqualTo("completed");
    assertThat(report.path("slot").asText()).isEqualTo(slot);
    assertThat(report.at("/turns/applied").asInt()).isEqualTo(AGENTS);
    // The service answers the same slot with the same tick.
    var same = service.tickAt(slot).report();
    assertThat(same.path("outcome").asText()).isEqualTo("duplicate");
    assertThat(same.path("digest")).isEqualTo(report.path("digest"));
  }

  @Test
  void twoJobsAtOneSlotAreOneTick() throws Exception {
    service.faults(SLOW);
    var slot = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(7_200).toString();
    String[] arguments = {"tick", "--game=babylon", "--slot=" + slot, "--json"};
    var one = begin("", arguments);
    var other = begin("", arguments);

    var outcomes =
        Stream.of(one.end().with(0), other.end().with(0))
            .map(Ended::report)
            .map(report -> report.path("outcome").asText());
    assertThat(outcomes).containsExactlyInAnyOrder("completed", "duplicate");
    assertThat(installation.number("select count(*) from tick where slot = '" + slot + "'"))
        .isEqualTo(1);
    assertThat(
            installation.number(
                "select count(*) from attempt join tick on tick.game_id = attempt.game_id"
                    + " and tick.number = attempt.tick where attempt.outcome = 'OK' and slot = '"
                    + slot
                    + "'"))
        .isEqualTo(AGENTS);
  }

  @Test
  void whenNobodyAnswersItFailsAndTheSameKeyResumesIt() throws Exception {
    service.faults(ALL_DOWN);
    var failed = run("tick", "--game=babylon", "--key=down", "--json").with(1).report();
    assertThat(failed.path("outcome").asText()).isEqualTo("failed");
    assertThat(failed.path("reason").asText()).contains("wandb", "openai");

    service.faults("{}");
    var resumed = run("tick", "--game=babylon", "--key=down", "--json").with(0).report();
    assertThat(resumed.path("outcome").asText()).isEqualTo("completed");
    assertThat(resumed.path("tick")).isEqualTo(failed.path("tick"));
  }

  @Test
  void whileAnotherTickRunsItIsSkipped() throws Exception {
    lease("babylon", "clock_timestamp() + interval '1 hour'");
    try {
      var ended = run("tick", "--game=babylon", "--key=meanwhile", "--json").with(75);
      assertThat(ended.report().path("outcome").asText()).isEqualTo("skipped");
      assertThat(ended.report().path("running").asBoolean()).isTrue();
    } finally {
      lease("babylon", "null");
    }
  }

  /** As a runner elsewhere holds it while it ticks the game. */
  private void lease(String game, String until) throws Exception {
    installation.execute("update game set lease_until = " + until + " where id = '" + game + "'");
  }

  @Test
  void ofSeveralGamesTheWorstCounts() throws Exception {
    var second = "{\"id\": \"second\", \"name\": \"Second\", \"periodMillis\": 60000}";
    begin(second, "import").end().with(0);
    lease("babylon", "clock_timestamp() + interval '1 hour'");
    try {
      var ended = run("tick", "--key=all", "--json").with(75);
      assertThat(outcomes(ended))
          .containsEntry("babylon", "skipped")
          .containsEntry("second", "completed");
    } finally {
      lease("babylon", "null");
      installation.execute("update game set state = 'paused' where id = 'second'");
    }
    var paused = run("tick", "--game=second").with(75);
    assertThat(paused.out()).contains("second skipped: the game is paused");
  }

  private static Map<String, String> outcomes(Ended ended) {
    var outcomes = new HashMap<String, String>();
    ended
        .json()
        .path("ticks")
        .forEach(
            report -> outcomes.put(report.path("game").asText(), report.path("outcome").asText()));
    return outcomes;
  }

  @Test
  void tooShortABudgetIsSkippedWithTheReason() throws Exception {
    var ended = run("tick", "--game=babylon", "--budget=1s", "--key=short").with(75);
    assertThat(ended.out()).contains("skipped", "ziggurat.tick.least-budget");
  }

  @Test
  void whatIsWrongWithTheArgumentsIsSaidAtOnce() throws Exception {
    assertThat(run("tik").with(2).err()).contains("'tik'", "ziggurat tick");
    assertThat(run("tick", "--game=babylom").with(2).err())
        .contains("--game", "babylom", "babylon?");
    var misnamed = run("replay", "--game=babylom", "--json").with(2);
    assertThat(misnamed.json().path("error").asText()).contains("--game", "did you mean babylon");
    var ahead = Instant.now().plus(3, ChronoUnit.DAYS);
    assertThat(run("tick", "--game=babylon", "--slot=" + ahead).with(2).err())
        .contains("--slot", "more than a day ahead");
    assertThat(run("--version").with(0).out()).startsWith("Ziggurat ").doesNotContain("unknown");
  }

  @Test
  void askedToEndItEndsAsAServiceDoes() throws Exception {
    service.faults(SLOW);
    var job = begin("", "tick", "--game=babylon", "--key=interrupted");
    Awaitility.await()
        .atMost(START)
        .until(
            () ->
                installation.number("select count(*) from tick where trigger_key = 'interrupted'")
                    == 1);
    job.interrupt();
    assertThat(job.end().exitCode()).isEqualTo(143);

    service.faults("{}");
    var report = run("tick", "--game=babylon", "--key=interrupted", "--json").with(0).report();
    assertThat(report.at("/turns/applied").asInt()).isEqualTo(AGENTS);
  }

  @Test
  void aReplayTellsWhetherAllIsTheSame() throws Exception {
    run("tick", "--game=babylon", "--key=to-replay").with(0);
    var last = installation.number("select max(number) from tick where digest is not null");

    var same = run("replay", "--game=babylon", "--json").with(0).json();
    assertThat(same.path("matches").asBoolean()).isTrue();
    assertThat(same.path("untilTick").asLong()).isEqualTo(last);
    assertThat(run("replay", "--game=babylon", "--until=0").with(0).out()).contains("up to tick 0");

    var digest = installation.rows("select digest from tick where number = " + last).getFirst();
    installation.execute("update tick set digest = 'f00d' where number = " + last);
    try {
      var other = run("replay", "--game=babylon").with(1);
      assertThat(other.out()).contains("tick " + last + " differs", "f00d", digest);
    } finally {
      installation.execute("update tick set digest = '" + digest + "' where number = " + last);
    }
  }

  @Test
  void whatIsExportedHereIsImportedThere() throws Exception {
    var exported = run("export").with(0);
    assertThat(exported.err()).contains("games, ", "agents exported");
    var lines = exported.out().lines().toList();
    assertThat(lines.getFirst()).contains("\"id\":\"babylon\"");
    assertThat(lines.get(1)).contains("\"game\":\"babylon\"", "\"handle\"");

    try (var there = new Installation(folder.resolve("there"))) {
      var environment = Map.of("ZIGGURAT_EMBEDDED_DATABASE", folder.resolve("there/db").toString());
      var unmigrated = command(environment, "", "tick").with(1);
      assertThat(unmigrated.err()).contains("not migrated", "'migrate'");
      assertThat(command(environment, "", "migrate", "--json").with(0).json().path("applied"))
          .isNotEmpty();
      assertThat(command(environment, "", "migrate").with(0).out()).contains("nothing to do");

      var imported = command(environment, exported.out(), "import", "--json").with(0).json();
      assertThat(imported.at("/games/created").asInt()).isPositive();
      assertThat(imported.at("/agents/created").asInt()).isGreaterThanOrEqualTo(AGENTS);
      var file = folder.resolve("again.jsonl");
      var again = command(environment, "", "export", "--file=" + file, "--json").with(0).json();
      assertThat(again.path("agents").asInt()).isGreaterThanOrEqualTo(AGENTS);
      assertThat(Files.readString(file)).isEqualTo(exported.out());
      var changed = command(environment, "", "import", "--file=" + file, "--json").with(0).json();
      assertThat(changed.at("/agents/created").asInt()).isZero();
      assertThat(there.postmaster()).as("the last one out turns off the light").isEmpty();
    }
  }

  private Ended command(Map<String, String> environment, String input, String... arguments)
      throws Exception {
    return PackagedCommand.start(environment, folder.resolve("commands"), input, arguments).end();
  }

  @Test
  void anImportWithFaultsTellsThemByLineAndChangesNothing() throws Exception {
    var before = run("export").with(0).out();
    var faulty =
        """
        {"id": "third", "name": "Third", "periodMillis": 60000}
        {"game": "third", "handle": "ada", "persona": "Counts."}

        {"game": "third", "handle": "bob", "persona": "Bets.", "cadence": 0}
        {"game": "nowhere", "handle": "eve", "persona": "Listens."}
        {"id": "fourth"
        """;
    var ended = begin(faulty, "import").end().with(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .contains("nothing was changed", "line 4: cadence:", "line 6: line: is no JSON");

    var misplaced =
        begin(
            "{\"game\": \"nowhere\", \"handle\": \"eve\", \"persona\": \"x\"}", "import", "--json");
    var errors = misplaced.end().with(1).json().path("errors");
    assertThat(StreamSupport.stream(errors.spliterator(), false).map(JsonNode::toString))
        .singleElement()
        .asString()
        .contains("\"line\":1", "\"field\":\"game\"", "no game 'nowhere'");
    assertThat(begin(before, "import", "--mode=create").end().with(1).err()).contains("is taken");
    assertThat(run("export").with(0).out()).isEqualTo(before);
  }

  @Test
  void anImportStandsInTheAudit() throws Exception {
    begin("{\"game\": \"babylon\", \"handle\": \"newcomer\", \"persona\": \"Is new.\"}", "import")
        .end()
        .with(0);
    try {
      assertThat(
              installation.rows(
                  "select who, action from audit where subject = 'games/babylon/agents'"))
          .containsExactly(
              "command, user %s | agent.import".formatted(System.getProperty("user.name")));
    } finally {
      installation.execute("update agent set deleted_at = now() where handle = 'newcomer'");
    }
  }
}
