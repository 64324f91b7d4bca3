package dev.ziggurat.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands tell and end with; that they do so as processes, {@code CommandIT} sees to. */
@QuarkusTest
class CommandsTest {

  private static final int AGENTS = 3;
  private static final String ALL_DOWN =
      """
      {"wandb": {"status": 500}, "groq": {"status": 500}, "claude": {"status": 500},
       "openai": {"status": 500}}
      """;

  @Inject Commands commands;
  @Inject Arena arena;
  @Inject ObjectMapper json;

  @TempDir Path folder;
  private String game;

  @BeforeEach
  void begin() {
    arena.calm();
    game = arena.game(AGENTS);
  }

  @AfterEach
  void calm() {
    arena.calm();
  }

  private record Ended(int exitCode, String out, String err) {

    Ended with(int expected) {
      assertThat(exitCode).as(toString()).isEqualTo(expected);
      return this;
    }
  }

  private Ended run(String... arguments) {
    return given("", arguments);
  }

  private Ended given(String input, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var terminal =
        new Terminal(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            out,
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    var exitCode = commands.run(terminal, arguments);
    return new Ended(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Standard output, which must hold one JSON value and nothing else. */
  private JsonNode json(Ended ended) {
    try {
      assertThat(ended.out().strip().lines()).as(ended.toString()).hasSize(1);
      return json.readTree(ended.out());
    } catch (JsonProcessingException e) {
      throw new AssertionError(ended.toString(), e);
    }
  }

  private JsonNode report(Ended ended) {
    assertThat(json(ended).path("ticks")).as(ended.toString()).hasSize(1);
    return json(ended).path("ticks").get(0);
  }

  /** The lines of an export that are about this game. */
  private static String linesOf(String game, Ended exported) {
    return exported
        .out()
        .lines()
        .filter(line -> line.contains("\"" + game + "\""))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void whenNobodyAnswersItFailsAndTheSameKeyResumesIt() {
    arena.faults(ALL_DOWN);
    var failed = report(run("tick", "--game=" + game, "--key=down", "--json").with(1));
    assertThat(failed.path("outcome").asText()).isEqualTo("failed");
    assertThat(failed.path("reason").asText()).contains("wandb", "openai");

    arena.calm();
    var resumed = report(run("tick", "--game=" + game, "--key=down", "--json").with(0));
    assertThat(resumed.path("outcome").asText()).isEqualTo("completed");
    assertThat(resumed.path("tick")).isEqualTo(failed.path("tick"));
  }

  @Test
  void turnsAreWrittenForTraining() throws Exception {
    run("tick", "--game=" + game, "--key=trained").with(0);
    var file = folder.resolve("train.jsonl");
    var written =
        json(
            run("trajectories", "--game=" + game, "--format=openai", "--file=" + file, "--json")
                .with(0));
    assertThat(written.path("turns").asInt()).isEqualTo(AGENTS);
    assertThat(Files.readString(file))
        .isEqualTo(run("trajectories", "--game=" + game, "--format=openai").with(0).out());
    assertThat(run("trajectories", "--game=" + game, "--min-reward-quantile=2").with(2).err())
        .contains("--min-reward-quantile: must be a number from 0 to 1");
  }

  @Test
  void aWorldThatIsNotThereFailsItsCheck() {
    var address = "http://127.0.0.1:1";
    var ended = run("world", "check", address, "--key-variable=TEST_WORLD_KEY").with(1);
    assertThat(ended.out())
        .contains(address, "FAILED   manifest", "cannot be reached", "contract: ", "to do: ");
    var report =
        json(run("world", "check", address, "--key-variable=TEST_WORLD_KEY", "--json").with(1));
    assertThat(report.path("passed").asBoolean(true)).isFalse();
    assertThat(report.path("rules").path(0).path("name").asText()).isEqualTo("manifest");
    assertThat(run("world", "check", address, "--key-variable=SHORT_WORLD_KEY").with(2).err())
        .contains("--key-variable: the key in SHORT_WORLD_KEY has fewer than 32 characters");
    assertThat(run("world", "check", "ftp://x", "--key-variable=TEST_WORLD_KEY").with(2).err())
        .contains("<url>: must be an http or https address");
  }

  @Test
  void whileAnotherTickRunsItIsSkipped() {
    arena.change(
        "update game set lease_until = clock_timestamp() + interval '1 hour' where id = ?", game);
    var ended = run("tick", "--game=" + game, "--key=meanwhile", "--json").with(75);
    assertThat(report(ended).path("outcome").asText()).isEqualTo("skipped");
    assertThat(report(ended).path("running").asBoolean()).isTrue();
  }

  @Test
  void aPausedGameIsSkipped() {
    arena.change("update game set state = 'paused' where id = ?", game);
    assertThat(run("tick", "--game=" + game).with(75).out())
        .contains(game + " skipped: the game is paused");
  }

  @Test
  void tooShortABudgetIsSkippedWithTheReason() {
    assertThat(run("tick", "--game=" + game, "--budget=1s", "--key=short").with(75).out())
        .contains("skipped", "ziggurat.tick.least-budget");
  }

  @Test
  void aMisnamedGameIsGuessed() {
    given("{\"id\": \"commanded\", \"name\": \"Commanded\", \"periodMillis\": 60000}", "import")
        .with(0);
    var misnamed = run("tick", "--game=comanded").with(2);
    assertThat(misnamed.err()).contains("--game", "comanded", "commanded?");
    assertThat(misnamed.out()).isEmpty();
    assertThat(json(run("replay", "--game=comanded", "--json").with(2)).path("error").asText())
        .contains("--game", "did you mean commanded");
  }

  @Test
  void aSlotFarAheadIsRefused() {
    var ahead = Instant.now().plus(3, ChronoUnit.DAYS);
    assertThat(run("tick", "--game=" + game, "--slot=" + ahead).with(2).err())
        .contains("--slot", "more than a minute ahead");
  }

  @Test
  void aReplayTellsWhetherAllIsTheSame() {
    run("tick", "--game=" + game, "--key=to-replay").with(0);
    var same = json(run("replay", "--game=" + game, "--json").with(0));
    assertThat(same.path("matches").asBoolean()).isTrue();
    assertThat(same.path("untilTick").asLong()).isEqualTo(1);
    assertThat(run("replay", "--game=" + game, "--until=0").with(0).out()).contains("up to tick 0");

    var digest =
        arena.rows("select digest from tick where game_id = ? and number = 1", game).getFirst();
    arena.change("update tick set digest = 'f00d' where game_id = ?", game);
    assertThat(run("replay", "--game=" + game).with(1).out())
        .contains("tick 1 differs", "f00d", digest);
  }

  @Test
  void whatWasExportedChangesNothingWhenItIsImported() throws Exception {
    var file = folder.resolve("all.jsonl");
    assertThat(run("export", "--file=" + file).with(0).out()).contains("exported to " + file);
    var lines = linesOf(game, run("export").with(0));
    assertThat(Files.readString(file)).contains(lines);
    assertThat(lines.lines()).hasSize(1 + AGENTS);

    Files.writeString(file, lines);
    var imported = json(run("import", "--file=" + file, "--json").with(0));
    assertThat(imported.at("/games/created").asInt()).isZero();
    assertThat(imported.at("/agents/created").asInt()).isZero();
    assertThat(linesOf(game, run("export").with(0))).isEqualTo(lines);
    assertThat(given(lines, "import", "--mode=create").with(1).err()).contains("is taken");
  }

  @Test
  void anImportWithFaultsTellsThemByLineAndChangesNothing() {
    var before = run("export").with(0).out();
    var ended =
        given(
                """
                {"id": "third", "name": "Third", "periodMillis": 60000}
                {"game": "third", "handle": "ada", "persona": "Counts."}

                {"game": "third", "handle": "bob", "persona": "Bets.", "cadence": 0}
                {"game": "nowhere", "handle": "eve", "persona": "Listens."}
                {"id": "fourth"
                """,
                "import")
            .with(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .contains("nothing was changed", "line 4: cadence:", "line 6: line: is not JSON");

    var misplaced =
        given(
            "{\"game\": \"nowhere\", \"handle\": \"eve\", \"persona\": \"x\"}", "import", "--json");
    var errors = json(misplaced.with(1)).path("errors");
    assertThat(StreamSupport.stream(errors.spliterator(), false).map(JsonNode::toString))
        .singleElement()
        .asString()
        .contains("\"line\":1", "\"field\":\"game\"", "no game 'nowhere'");
    assertThat(run("export").with(0).out()).isEqualTo(before);
  }

  @Test
  void anImportStandsInTheAudit() {
    given(
            "{\"game\": \"%s\", \"handle\": \"newcomer\", \"persona\": \"Is new.\"}"
                .formatted(game),
            "import")
        .with(0);
    assertThat(
            arena.rows(
                "select who || ' | ' || action from audit where subject = ?",
                "games/" + game + "/agents"))
        .containsExactly("command, user %s | agent.import".formatted(user()));
  }

  private static String user() {
    return System.getProperty("user.name");
  }

  @Test
  void whatIsMigratedNeedsNoMigration() {
    assertThat(run("migrate").with(0).out()).contains("nothing to do");
    assertThat(json(run("migrate", "--json").with(0)).path("applied")).isEmpty();
  }
}
