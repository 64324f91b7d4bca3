package dev.ziggurat.games;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import dev.ziggurat.Arena;
import io.quarkus.logging.Log;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Games and agents in bulk. */
@QuarkusTest
class LinesTest {

  private static final String NDJSON = "application/x-ndjson";

  private static final String WAITING =
      "select count(*) from pg_stat_activity where wait_event_type = 'Lock'";

  @Inject Arena arena;
  @Inject DataSource dataSource;
  private String game;

  @BeforeEach
  void calm() {
    arena.calm();
    game = arena.game(3);
  }

  private static RequestSpecification token(String token) {
    return given()
        .config(
            RestAssuredConfig.config()
                .encoderConfig(
                    EncoderConfig.encoderConfig()
                        .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                        .encodeContentTypeAs(NDJSON, ContentType.TEXT)
                        .encodeContentTypeAs("application/jsonl", ContentType.TEXT)))
        .header("Authorization", "Bearer " + token);
  }

  @Test
  void nothingIsChangedWhenTheAnswerIsNotAccepted() {
    var id = "u-" + UUID.randomUUID();
    var json = "{\"id\": \"%s\", \"name\": \"Unaccepted\", \"periodMillis\": 60000}".formatted(id);
    for (var type : List.of(NDJSON, "application/jsonl", "application/json")) {
      token("dev-admin")
          .contentType(type)
          .accept(NDJSON)
          .body(json)
          .post("/api/games")
          .then()
          .statusCode(406)
          .body("detail", containsString("application/json"));
      token("dev-admin")
          .contentType(type)
          .accept("text/csv")
          .body("{\"handle\": \"unaccepted\", \"persona\": \"Quiet.\"}")
          .post("/api/games/" + game + "/agents")
          .then()
          .statusCode(406);
    }
    token("dev-viewer").get("/api/games/" + id).then().statusCode(404);
    assertThat(
            arena.number(
                "select count(*) from agent where game_id = ? and handle = 'unaccepted'", game))
        .isZero();
    token("dev-admin")
        .contentType(NDJSON)
        .accept(NDJSON + ", application/json;q=0.5")
        .body(json)
        .post("/api/games")
        .then()
        .statusCode(200)
        .body("created", equalTo(1));
  }

  private ValidatableResponse agents(String query, String lines) {
    return token("dev-admin")
        .contentType(NDJSON)
        .body(lines)
        .post("/api/games/" + game + "/agents" + query)
        .then();
  }

  private static ValidatableResponse games(String query, String lines) {
    return token("dev-admin").contentType(NDJSON).body(lines).post("/api/games" + query).then();
  }

  private static String export(String path, String type) {
    return token("dev-viewer")
        .accept(type)
        .get(path)
        .then()
        .statusCode(200)
        .contentType(startsWith(type))
        .extract()
        .asString();
  }

  private long agentsNow() {
    return arena.number(
        "select count(*) from agent where game_id = ? and deleted_at is null", game);
  }

  @Test
  void whatIsExportedCanBeImportedElsewhere() {
    agents(
            "",
            """
            {"handle": "ada", "persona": "Counts.\\nTwice.", "memo": "Owe bob", "cadence": 2}

            {"handle": "bob", "persona": "Bets — 🦉", "model": "claude-haiku-5-5"}
            """)
        .statusCode(200)
        .body("created", equalTo(2))
        .body("changed", equalTo(0));
    var exported = export("/api/games/" + game + "/agents", NDJSON);
    assertThat(exported.lines()).hasSize(5);
    var original = game;
    game = arena.game(1);
    agents("", exported).statusCode(200).body("created", equalTo(4)).body("changed", equalTo(1));
    assertThat(export("/api/games/" + game + "/agents", "application/jsonl")).isEqualTo(exported);
    game = original;
    agents("", exported).body("changed", equalTo(5));
    assertThat(
            arena.rows(
                "select detail from audit where action = 'agent.import' and subject = ?"
                    + " order by id",
                "games/" + game + "/agents"))
        .containsExactly("{\"created\":2,\"changed\":0}", "{\"created\":0,\"changed\":5}")
        .hasSize(2);
  }

  @Test
  void aGameIsExportedWithWhatItWasFoundedWith() {
    var line =
        """
        {"id": "%s", "name": "Rich", "periodMillis": 1000, "worldSettings": {"startPoints": %d}}""";
    games("", line.formatted(game + "r", 7)).statusCode(200).body("created", equalTo(1));
    var exported =
        export("/api/games", NDJSON)
            .lines()
            .filter(each -> each.contains(game + "r"))
            .findFirst()
            .orElseThrow();
    assertThat(exported)
        .contains(
            "\"worldSettings\":{\"housePoints\":1000000,\"startPoints\":7,\"liquidityPoints\":200}");
    games("", exported).statusCode(200).body("changed", equalTo(1));
    games("", line.formatted(game + "r", 8))
        .statusCode(400)
        .body("errors[0].message", containsString("startPoints cannot be changed"));
    games("", line.formatted(game + "s", -1))
        .statusCode(400)
        .body("errors[0].message", containsString("must be a whole"));
  }

  @Test
  void whoDoesNotAskForLinesGetsAPage() {
    token("dev-viewer")
        .accept("*/*")
        .get("/api/games/" + game + "/agents")
        .then()
        .contentType(ContentType.JSON)
        .body("items", hasSize(3));
    token("dev-viewer")
        .get("/api/games")
        .then()
        .contentType(ContentType.JSON)
        .body("items.size()", org.hamcrest.Matchers.greaterThan(0));
  }

  @Test
  void aLineChangesWhatItNamesAndBringsBackWhoWasDeleted() {
    token("dev-admin").delete("/api/games/" + game + "/agents/agent-0002").then().statusCode(200);
    agents(
            "",
            """
            {"handle": "agent-0001", "memo": "Only this"}
            {"handle": "agent-0002"}
            """)
        .statusCode(200)
        .body("changed", equalTo(2));
    token("dev-viewer")
        .get("/api/games/" + game + "/agents/agent-0001")
        .then()
        .body("memo", equalTo("Only this"))
        .body("persona", startsWith("You are"))
        .body("version", equalTo(2));
    assertThat(agentsNow()).isEqualTo(3);
  }

  @Test
  void allOrNothingWithEveryFaultByLine() {
    agents(
            "",
            """
            {"handle": "fine", "persona": "P"}
            not json
            {"handle": "Bad Handle", "persona": "P"}
            {"persona": "P"}
            {"handle": "x1", "persona": "P", "model": "claude-sonet-5-5"}
            {"handle": "x2", "persona": "P", "extra": 1}
            [1, 2]
            """)
        .statusCode(400)
        .contentType("application/problem+json")
        .body(
            "detail", startsWith("6 lines are wrong, so nothing was changed. Line 2: line: is not"))
        .body("errors.line", contains(2, 3, 4, 5, 6, 7))
        .body("errors.field", contains("line", "handle", "handle", "model", "extra", "body"))
        .body("errors[3].message", containsString("claude-sonnet-5-5"));
    agents(
            "",
            """
            {"handle": "fine", "persona": "P"}
            {"handle": "newcomer"}
            {"handle": "fine", "persona": "P"}
            {"handle": "agent-0001", "persona": null}
            """)
        .statusCode(400)
        .body("errors.line", contains(2, 3, 4))
        .body("errors.field", contains("persona", "handle", "persona"))
        .body("errors[0].message", equalTo("is required"))
        .body("errors[1].message", containsString("earlier line"))
        .body("errors[2].message", containsString("cannot be cleared"));
    agents("?mode=create", "{\"handle\":\"agent-0001\",\"persona\":\"P\"}")
        .statusCode(400)
        .body("errors[0].message", containsString("is taken"));
    agents("?mode=merge", "{}").statusCode(400).body("detail", containsString("mode: must be"));
    assertThat(agentsNow()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", " \r\n\t"})
  void noLineIsNoImport(String lines) {
    agents("", lines).statusCode(400).body("detail", containsString("contains no line"));
  }

  @Test
  void errorsAndLinesAreBounded() {
    var wrong = "{\"handle\": 7}\n".repeat(500);
    agents("", wrong)
        .statusCode(400)
        .body("detail", startsWith("500 lines"))
        .body("errors", hasSize(100));
    agents("", "{\"handle\":\"a\",\"persona\":\"" + "x".repeat(70_000) + "\"}")
        .statusCode(400)
        .body("errors[0].message", containsString("longer than 65536"));
    agents("", "{}\n".repeat(10_001)).statusCode(400).body("detail", containsString("10000 lines"));
  }

  @Test
  void tenThousandAgentsComeAndGoInSeconds() {
    var lines =
        IntStream.range(0, 10_000)
            .mapToObj(
                number ->
                    "{\"handle\":\"mass-%05d\",\"persona\":\"%s\"}"
                        .formatted(number, "A persona of some length. ".repeat(6)))
            .collect(Collectors.joining("\n"));
    for (var kind : new String[] {"created", "changed"}) {
      var begin = System.nanoTime();
      agents("", lines).statusCode(200).body(kind, equalTo(10_000));
      var took = Duration.ofNanos(System.nanoTime() - begin);
      Log.infof("10,000 agents %s in %d ms", kind, took.toMillis());
      assertThat(took).isLessThan(Duration.ofSeconds(20));
    }
    assertThat(export("/api/games/" + game + "/agents", NDJSON).lines()).hasSize(10_003);
  }

  @Test
  void gamesComeAndGoAsLinesToo() {
    var one = game + "-a";
    var two = game + "-b";
    games(
            "",
            """
            {"id": "%s", "name": "One", "periodMillis": 1000, "agents": 2, "width": 3}
            {"id": "%s", "name": "Two", "periodMillis": 2000, "state": "paused"}
            """
                .formatted(one, two))
        .statusCode(200)
        .body("created", equalTo(2));
    arena.tick(one, "first").statusCode(200).body("ticks[0].turns.applied", equalTo(2));
    var exported =
        export("/api/games", NDJSON)
            .lines()
            .filter(line -> line.contains("\"" + game + "-"))
            .toList();
    assertThat(exported).hasSize(2);
    token("dev-admin").delete("/api/games/" + two).then().statusCode(200);
    games("", String.join("\n", exported).replace("\"width\":3", "\"width\":null"))
        .statusCode(200)
        .body("changed", equalTo(2));
    token("dev-viewer")
        .get("/api/games?limit=100")
        .then()
        .body("items.id", hasItem(two))
        .body("items.find { it.id == '%s' }.state".formatted(two), equalTo("paused"))
        .body("items.find { it.id == '%s' }.width".formatted(one), equalTo(null));
    games(
            "?mode=create",
            """
            {"id": "%s-c", "name": "Three", "periodMillis": 1000}
            {"id": "%s", "name": "One", "periodMillis": 1000}
            """
                .formatted(game, one))
        .statusCode(400)
        .body("errors.line", contains(2));
    games(
            "",
            """
            {"id": "%s-c", "name": "Three", "periodMillis": 1000}
            {"id": "%s", "seed": 12345}
            """
                .formatted(game, one))
        .statusCode(400)
        .body("errors[0].field", equalTo("seed"));
    token("dev-viewer").get("/api/games/" + game + "-c").then().statusCode(404);
  }

  /** Ten million agents written in a few lines would fill the memory. */
  @Test
  void readingStopsWhereThereAreTooManyAgents() {
    games(
            "",
            """
            {"id": "%1$s-a", "name": "Half", "periodMillis": 1000, "agents": 5000}
            {"id": "%1$s-b", "name": "Other half and one", "periodMillis": 1000, "agents": 5001}
            what comes after is not looked at
            """
                .formatted(game))
        .statusCode(400)
        .body("detail", startsWith("agents: all lines together add more than 10000 agents"))
        .body("errors", equalTo(null));
  }

  /** Each waits for the other, unless both take the games in one order. */
  @Test
  void importsOfTheSameGamesInAnyOrderFollowEachOther() throws Exception {
    var ids = Stream.of(arena.game(1), arena.game(1), arena.game(1)).sorted().toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try (var lock = connection.prepareStatement("select id from game where id = ? for update")) {
        lock.setString(1, ids.get(1));
        lock.execute();
      }
      var forwards = threads.submit(() -> renamed(ids));
      var backwards = threads.submit(() -> renamed(ids.reversed()));
      await().until(() -> arena.number(WAITING) == 2);
      connection.commit();
      assertThat(List.of(forwards.get(), backwards.get())).containsExactly(200, 200);
    }
  }

  private static int renamed(List<String> ids) {
    var lines =
        ids.stream()
            .map("{\"id\": \"%s\", \"name\": \"Renamed\"}"::formatted)
            .collect(Collectors.joining("\n"));
    return games("", lines).extract().statusCode();
  }

  @Test
  void onlyAdminsImport() {
    token("dev-viewer")
        .contentType(NDJSON)
        .body("{}")
        .post("/api/games/" + game + "/agents")
        .then()
        .statusCode(403);
    token("dev-viewer").contentType(NDJSON).body("{}").post("/api/games").then().statusCode(403);
    token("nobody").accept(NDJSON).get("/api/games").then().statusCode(401);
    token("dev-cron").accept(NDJSON).get("/api/games").then().statusCode(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'handle': 'one', 'persona': 'p'} {'handle': 'two', 'persona': 'p'}",
        "{'handle': 'one', 'handle': 'two', 'persona': 'p'}"
      })
  void aLineHoldsOneObjectWhoseFieldsStandOnce(String line) {
    agents("", line.replace('\'', '"')).statusCode(400).body("errors[0].field", equalTo("line"));
  }

  @Test
  void aFileMayBeginWithAByteOrderMarkAndEndWithoutANewline() {
    token("dev-admin")
        .contentType(NDJSON)
        .body(
            "\uFEFF{\"handle\": \"marked\", \"persona\": \"p\"}\r\n\r\n"
                .getBytes(StandardCharsets.UTF_8))
        .post("/api/games/" + game + "/agents")
        .then()
        .statusCode(200)
        .body("created", equalTo(1));
  }

  @Test
  void aFileInAnotherEncodingIsRefusedAndNotMaimed() {
    token("dev-admin")
        .contentType(NDJSON)
        .body(
            "{\"handle\": \"latin\", \"persona\": \"caf\u00e9\"}"
                .getBytes(StandardCharsets.ISO_8859_1))
        .post("/api/games/" + game + "/agents")
        .then()
        .statusCode(400)
        .body("detail", containsString("UTF-8"));
  }

  @Test
  void aDryRunOnlyTellsWhatWouldChange() {
    var lines =
        "{\"handle\": \"agent-0001\", \"persona\": \"changed\"}\n{\"handle\": \"new\", \"persona\": \"p\"}";
    var before =
        arena.rows("select handle || persona from agent where game_id = ? order by 1", game);
    var audited = arena.number("select count(*) from audit");
    for (var dryRun : new boolean[] {true, false}) {
      token("dev-admin")
          .contentType(NDJSON)
          .body(lines)
          .queryParam("dryRun", dryRun)
          .post("/api/games/" + game + "/agents")
          .then()
          .statusCode(200)
          .body("created", equalTo(1))
          .body("changed", equalTo(1));
      var after =
          arena.rows("select handle || persona from agent where game_id = ? order by 1", game);
      if (dryRun) {
        assertThat(after).isEqualTo(before);
        assertThat(arena.number("select count(*) from audit")).isEqualTo(audited);
      } else {
        assertThat(after).hasSize(4).isNotEqualTo(before);
      }
    }
    token("dev-admin")
        .contentType(NDJSON)
        .body("{\"handle\": \"bad handle!\", \"persona\": \"p\"}")
        .queryParam("dryRun", true)
        .post("/api/games/" + game + "/agents")
        .then()
        .statusCode(400);
    token("dev-admin")
        .contentType(NDJSON)
        .body(lines)
        .queryParam("dryRun", "yes")
        .post("/api/games/" + game + "/agents")
        .then()
        .statusCode(400);
    var id = game + "-dry";
    token("dev-admin")
        .contentType(NDJSON)
        .body("{\"id\": \"%s\", \"name\": \"Dry\", \"periodMillis\": 60000}".formatted(id))
        .queryParam("dryRun", true)
        .post("/api/games")
        .then()
        .statusCode(200)
        .body("created", equalTo(1));
    assertThat(arena.number("select count(*) from game where id = ?", id)).isZero();
  }
}
