package dev.ziggurat.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.packaged.PackagedCommand.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands as cron runs them, in profile prod, beside a running service: it shares its database
 * folder with them and plays the providers that they ask. What they tell of arguments, of faults
 * and of all else that takes no process, {@code InvocationTest} and {@code CommandsTest} see to.
 */
@ExtendWith(TwoServices.Shared.class)
class CommandIT {

  private static final int AGENTS = 12;
  private static final String SLOW = "{\"wandb\": {\"latencyMillis\": 1500}}";

  @TempDir Path folder;
  private final TwoServices services;
  private final Installation installation;
  private final PackagedProcess service;

  CommandIT(TwoServices services) {
    this.services = services;
    installation = services.installation();
    service = services.one();
  }

  private PackagedCommand begin(String input, String... arguments) throws IOException {
    var environment = new HashMap<String, String>();
    environment.put("ZIGGURAT_EMBEDDED_DATABASE", services.folder().resolve("db").toString());
    // What a service in the same container would be told must not disturb a command.
    environment.put("ZIGGURAT_TRIGGER_CRON", "* * * * * ?");
    environment.put("QUARKUS_HTTP_PORT", "1");
    environment.put("ZIGGURAT_TICK_BUDGET", "40s");
    environment.put("ZIGGURAT_CHAIN_PROVIDER_LIMIT", "10s");
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
    return PackagedCommand.start(environment, folder, input, arguments);
  }

  private Ended run(String... arguments) throws Exception {
    return begin("", arguments).end();
  }

  @Test
  @Tag("full")
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
    var slot = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    var report = run("tick", "--game", "babylon", "--slot", slot, "--json").with(0).report();

    assertThat(report.path("outcome").asText()).isEqualTo("completed");
    assertThat(report.path("slot").asText()).isEqualTo(slot);
    assertThat(report.at("/turns/applied").asInt()).isEqualTo(AGENTS);
    // The service answers the same slot with the same tick.
    var same = service.tickAt(slot).report();
    assertThat(same.path("outcome").asText()).isEqualTo("duplicate");
    assertThat(same.path("digest")).isEqualTo(report.path("digest"));
    // And what it wrote is what a replay finds.
    var replayed = run("replay", "--game=babylon", "--json").with(0).json();
    assertThat(replayed.path("matches").asBoolean()).isTrue();
    assertThat(replayed.path("untilTick").asLong())
        .isEqualTo(installation.number("select max(number) from tick where digest is not null"));
  }

  @Test
  @Tag("full")
  void twoJobsAtOneSlotAreOneTick() throws Exception {
    service.faults(SLOW);
    var slot = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
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
                    + " and tick.number = attempt.tick where attempt.outcome = 'OK' and source = 'tick' and slot = '"
                    + slot
                    + "'"))
        .isEqualTo(AGENTS);
  }

  /** As a runner elsewhere holds it while it ticks the game. */
  private void lease(String game, String until) throws Exception {
    installation.execute("update game set lease_until = " + until + " where id = '" + game + "'");
  }

  @Test
  @Tag("full")
  void ofSeveralGamesTheWorstCounts() throws Exception {
    var second = "{\"id\": \"second\", \"name\": \"Second\", \"periodMillis\": 60000}";
    begin(second, "import").end().with(0);
    assertThat(installation.rows("select who from audit where action = 'game.import'"))
        .containsExactly("command, user " + System.getProperty("user.name"));
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
  void ofWrongArgumentsAndOfItsVersionThePackageTellsAtOnce() throws Exception {
    assertThat(run("tik").with(2).err()).contains("'tik'", "ziggurat tick");
    assertThat(run("--version").with(0).out()).startsWith("Ziggurat ").doesNotContain("unknown");
  }

  @Test
  @Tag("full")
  void askedToEndItEndsAsAServiceDoes() throws Exception {
    service.faults(SLOW);
    var job = begin("", "tick", "--game=babylon", "--key=interrupted");
    TwoServices.await(
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
  @Tag("full")
  void whatIsExportedHereIsImportedThere() throws Exception {
    var exported = run("export").with(0);
    assertThat(exported.err()).contains("games, ", "agents exported");
    var lines = exported.out().lines().toList();
    assertThat(lines.getFirst()).contains("\"id\":\"babylon\"");
    assertThat(lines.get(1)).contains("\"game\":\"babylon\"", "\"handle\"");

    try (var there = Installation.quick(folder.resolve("there"))) {
      var environment = Map.of("ZIGGURAT_EMBEDDED_DATABASE", folder.resolve("there/db").toString());
      var unmigrated = command(environment, "", "tick").with(1);
      assertThat(unmigrated.err()).contains("not migrated", "'migrate'");
      assertThat(command(environment, "", "migrate", "--json").with(0).json().path("applied"))
          .isNotEmpty();

      var imported = command(environment, exported.out(), "import", "--json").with(0).json();
      assertThat(imported.at("/games/created").asInt()).isPositive();
      assertThat(imported.at("/agents/created").asInt()).isGreaterThanOrEqualTo(AGENTS);
      var file = folder.resolve("again.jsonl");
      var again = command(environment, "", "export", "--file=" + file, "--json").with(0).json();
      assertThat(again.path("agents").asInt()).isGreaterThanOrEqualTo(AGENTS);
      assertThat(Files.readString(file)).isEqualTo(exported.out());
      assertThat(there.postmaster()).as("the last one out turns off the light").isEmpty();
    }
  }

  private Ended command(Map<String, String> environment, String input, String... arguments)
      throws Exception {
    return PackagedCommand.start(environment, folder, input, arguments).end();
  }
}
