package dev.ziggurat.experiment;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.ziggurat.Arena;
import dev.ziggurat.LogLines;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Experiments as an admin makes them. */
@QuarkusTest
class ExperimentsTest {

  private static final String OTHER = "groq/openai/gpt-oss-120b";

  private static final String TWO_MODELS =
      """
      {"name": "models", "arms": [{"name": "usual", "percent": 50},
        {"name": "other", "percent": 50, "model": "%s"}]}"""
          .formatted(OTHER);

  @Inject Arena arena;

  private String game;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  private static RequestSpecification admin() {
    return given().header("Authorization", "Bearer dev-admin").contentType(ContentType.JSON);
  }

  private String api(String rest) {
    return "/api/games/" + game + "/experiments" + rest;
  }

  private ValidatableResponse create(String json) {
    return admin().body(json).post(api("")).then();
  }

  private ValidatableResponse change(String json) {
    return admin().body(json).patch(api("/models")).then();
  }

  private ValidatableResponse start() {
    create(TWO_MODELS).statusCode(201);
    return change("{\"state\": \"running\"}").statusCode(200);
  }

  private void ticks(int count) {
    for (var i = 0; i < count; i++) {
      arena.tick(game, "tick " + i + " of " + System.nanoTime()).statusCode(200);
    }
  }

  private List<String> arms(long tick) {
    return arena.rows(
        "select handle || ' ' || coalesce(arm, '') from turn where game_id = ? and tick = ? order by handle",
        game,
        tick);
  }

  @Test
  void aBetterSimulatedModelIsDetected() {
    game = "better-" + System.nanoTime() % 1_000_000_000;
    admin()
        .body(
            """
            {"id": "%s", "name": "Better", "seed": 7, "periodMillis": 1000, "agents": 50, "width": 32,
             "worldSettings": {"openMarkets": 8, "minPeriods": 1, "maxPeriods": 2, "hintPercent": 100,
               "truthPercent": 100, "rumourPercent": 0}}"""
                .formatted(game))
        .post("/api/games")
        .then()
        .statusCode(201);
    arena.faults(
        "{\"wandb\": {\"latencyMillis\": 0}, \"groq\": {\"latencyMillis\": 0, \"misreadNews\": true}}");
    start();
    ticks(16);
    var found =
        admin()
            .get(api("/models"))
            .then()
            .statusCode(200)
            .body("last.look", greaterThan(8))
            .body("last.results.changedArm", equalTo(0))
            .body("last.results.metrics[0].metric", equalTo("profit"))
            .body("last.results.metrics[0].arms[1].differs", equalTo(true))
            .body("last.results.metrics[0].arms[1].high", lessThan(0f))
            .body("last.results.metrics[0].sentence", startsWith("other earns "))
            .body("last.results.metrics[0].sentence", containsString(" less per turn than usual"))
            .extract()
            .<String>path("last.results.metrics[0].sentence");
    assertThat(found).endsWith("; this stays true however often you look.");
    admin()
        .get(api("/models/looks?limit=2"))
        .then()
        .body("items", hasSize(2))
        .body("next", notNullValue());
  }

  @Test
  void turnsAreAskedAsTheirArmSays() {
    game = arena.game(12);
    arena.change(
        "update agent set model = ? where game_id = ? and handle = 'agent-0012'",
        "claude-haiku-5-5",
        game);
    create(
            """
            {"name": "instructions", "state": "running", "arms": [{"name": "plain", "percent": 50},
              {"name": "told", "percent": 50, "model": "%s", "temperature": 0.25,
               "instructions": "Be careful.\\nVery careful."}]}"""
                .formatted(OTHER))
        .statusCode(201)
        .body("state", equalTo("running"))
        .body("startTick", equalTo(0))
        .body("nextLookTick", equalTo(1))
        .body("arms[0].model", nullValue())
        .header("Location", endsWith(api("/instructions")));
    ticks(1);
    var told =
        arena.rows("select handle from turn where game_id = ? and arm = 'told' and tick = 1", game);
    assertThat(told).isNotEmpty().hasSizeLessThan(11);
    for (var handle : told) {
      admin()
          .get("/api/games/" + game + "/ticks/1/turns/" + handle)
          .then()
          .body("experiment", equalTo("instructions"))
          .body("arm", equalTo("told"))
          .body("provider", equalTo("groq"))
          .body("briefing", startsWith("Be careful.\nVery careful.\n\n"));
    }
    assertThat(
            arena.rows(
                "select distinct provider from turn where game_id = ? and arm = 'plain'", game))
        .containsExactly("wandb");
    assertThat(arms(1)).as("has a model of its own").contains("agent-0012 ");
    assertThat(arena.observations()).contains("\"temperature\":0.25");
    assertThat(
            arena.number(
                "select count(distinct shared_briefing) from tick where game_id = ?", game))
        .isEqualTo(1);
  }

  @Test
  void aRampGrowsAndAChangeOfSharesMovesWhatItMust() {
    game = arena.game(40);
    create(TWO_MODELS).statusCode(201).body("state", equalTo("draft")).body("salt", notNullValue());
    ticks(1);
    assertThat(arms(1)).as("a draft has no effect").allMatch(arm -> arm.endsWith(" "));
    change("{\"rampPercent\": 30}").statusCode(200).body("rampPercent", equalTo(30));
    change("{\"state\": \"running\"}").statusCode(200).body("startTick", equalTo(1));
    ticks(1);
    var enrolled = arms(2).stream().filter(arm -> !arm.endsWith(" ")).toList();
    assertThat(enrolled).isNotEmpty().hasSizeLessThan(25);
    change("{\"rampPercent\": 20}")
        .statusCode(400)
        .body("detail", containsString("rampPercent: may only grow"));
    change("{\"rampPercent\": 100}").statusCode(200);
    ticks(1);
    assertThat(arms(3)).containsAll(enrolled).noneMatch(arm -> arm.endsWith(" "));
    change(
            """
            {"arms": [{"name": "usual", "percent": 20}, {"name": "other", "percent": 80, "model": "%s"}]}"""
                .formatted(OTHER))
        .statusCode(200)
        .body("arms[1].percent", equalTo(80));
    ticks(1);
    assertThat(arms(4).stream().filter(arm -> arm.endsWith("other")).toList())
        .containsAll(arms(3).stream().filter(arm -> arm.endsWith("other")).toList());
    var moved = arms(4).stream().filter(arm -> !arms(3).contains(arm)).count();
    assertThat(moved).isPositive();
    admin()
        .get(api("/models"))
        .then()
        .body("last.look", equalTo(3))
        .body("last.tick", equalTo(4))
        .body("last.ticks", equalTo(3))
        .body("last.results.changedArm", equalTo((int) moved));
    change("{\"arms\": [{\"name\": \"a\", \"percent\": 50}, {\"name\": \"b\", \"percent\": 50}]}")
        .statusCode(400)
        .body("detail", containsString("arms: may change only their percents"));
    change("{\"state\": \"stopped\"}").statusCode(200).body("state", equalTo("stopped"));
    ticks(1);
    assertThat(arms(5)).allMatch(arm -> arm.endsWith(" "));
    change("{\"state\": \"running\"}").statusCode(409);
    admin().delete(api("/models")).then().statusCode(409);
  }

  @Test
  void theWinnerIsWhatTheGameAsksWith() {
    game = arena.game(8);
    start();
    create(TWO_MODELS.replace("\"models\"", "\"second\"")).statusCode(201);
    admin()
        .body("{\"state\": \"running\"}")
        .patch(api("/second"))
        .then()
        .statusCode(409)
        .body("detail", containsString("'models' is running"));
    admin()
        .body("{\"arm\": \"other\"}")
        .post(api("/second/winner"))
        .then()
        .statusCode(409)
        .body("detail", containsString("a draft has no results"));
    ticks(1);
    admin()
        .body("{\"arm\": \"nobody\"}")
        .post(api("/models/winner"))
        .then()
        .statusCode(400)
        .body("detail", containsString("arm: must be one of usual, other"));
    admin()
        .body("{\"arm\": \"other\"}")
        .post(api("/models/winner"))
        .then()
        .statusCode(200)
        .body("state", equalTo("stopped"))
        .body("winner", equalTo("other"));
    admin().get("/api/games/" + game).then().body("variant.model", equalTo(OTHER));
    ticks(1);
    assertThat(
            arena.rows("select distinct provider from turn where game_id = ? and tick = 2", game))
        .containsExactly("groq");
    assertThat(
            arena.number(
                "select count(*) from audit where action = 'experiment.winner' and subject = ?",
                "games/" + game + "/experiments/models"))
        .isEqualTo(1);
    admin().delete(api("/second")).then().statusCode(204);
    admin().get(api("")).then().body("items.name", equalTo(List.of("models")));
    admin()
        .body("{\"variant\": null}")
        .patch("/api/games/" + game)
        .then()
        .statusCode(200)
        .body("variant", nullValue());
  }

  @Test
  void turnsThatNobodyWasAskedForCountInNoMean() {
    game = arena.game(12);
    start();
    ticks(1);
    var before = change("{}").extract().jsonPath();
    assertThat(before.getList("last.results.arms.notAsked", Integer.class)).containsOnly(0);
    admin()
        .body("{\"budget\": {\"day\": {\"hardUsd\": \"0.000001\"}}}")
        .patch("/api/games/" + game)
        .then()
        .statusCode(200);
    ticks(1);
    var after = admin().get(api("/models")).then().extract().jsonPath();
    assertThat(after.getInt("last.look")).isEqualTo(2);
    assertThat(after.getList("last.results.arms.turns"))
        .isEqualTo(before.getList("last.results.arms.turns"));
    assertThat(after.getList("last.results.arms.notAsked"))
        .isEqualTo(before.getList("last.results.arms.turns"));
    for (var metric = 1; metric < 5; metric++) {
      assertThat(after.getList("last.results.metrics[%d].arms.mean".formatted(metric)))
          .isEqualTo(before.getList("last.results.metrics[%d].arms.mean".formatted(metric)));
    }
  }

  @Test
  void turnsThatAnotherModelAnsweredAreTold() {
    game = arena.game(12);
    start();
    ticks(1);
    change("{}").body("last.results.arms.byAnotherModel", equalTo(List.of(0, 0)));
    arena.choose("groq", "enabled = false");
    ticks(1);
    var look = admin().get(api("/models")).then().extract().jsonPath();
    assertThat(look.getList("last.results.arms.byAnotherModel", Integer.class))
        .containsExactly(0, look.getInt("last.results.arms[1].agents"));
    admin()
        .body("{\"arm\": \"other\", \"to\": \"settings\"}")
        .post(api("/models/winner"))
        .then()
        .statusCode(409)
        .body("detail", containsString("groq serves the arm's model and is switched off"));
  }

  @Test
  void anotherArmCannotWinAfterwards() {
    game = arena.game(4);
    start();
    win("other").statusCode(200);
    win("usual").statusCode(409).body("detail", containsString("'other' was chosen before"));
    win("other").statusCode(200).body("winner", equalTo("other"));
    admin().get("/api/games/" + game).then().body("variant.model", equalTo(OTHER));
  }

  private ValidatableResponse win(String arm) {
    return admin().body("{\"arm\": \"%s\"}".formatted(arm)).post(api("/models/winner")).then();
  }

  @Test
  void anArmWhoseModelLeftTheCatalogueIsTold() {
    game = arena.game(8);
    register();
    create(TWO_MODELS.replace(OTHER, "groq/for-a-while"))
        .statusCode(201)
        .body("warnings", hasSize(0));
    remove();
    admin().get(api("/models")).then().body("warnings[0]", containsString("arm other: model"));
    change("{\"state\": \"running\"}")
        .statusCode(409)
        .body("detail", containsString("arms[1].model: groq/for-a-while is not in the catalogue"));
    register();
    change("{\"state\": \"running\"}").statusCode(200).body("warnings", hasSize(0));
    remove();
    try (var log = new LogLines()) {
      ticks(1);
      assertThat(log.messages())
          .filteredOn(line -> line.contains(game) && line.contains("groq/for-a-while"))
          .singleElement()
          .asString()
          .contains("arm other", "asked for the usual model");
    }
    win("other")
        .statusCode(400)
        .body("detail", containsString("arm: cannot be asked with any more: model"));
    admin().get(api("/models")).then().body("state", equalTo("running"));
  }

  private static void register() {
    admin()
        .body(
            """
            {"provider": "groq", "id": "for-a-while", "contextTokens": 8192,
              "prices": [{"input": 1, "output": 1}]}""")
        .post("/api/admin/models")
        .then()
        .statusCode(201);
  }

  private static void remove() {
    admin().delete("/api/admin/models/groq/for-a-while").then().statusCode(200);
  }

  @Test
  void theWinnerIsWhatTheSettingsSay() {
    game = arena.game(4);
    var before =
        admin()
            .get("/api/admin/ai-models/history?limit=1")
            .then()
            .extract()
            .<Integer>path("items[0].version");
    start();
    try {
      admin()
          .body("{\"arm\": \"usual\", \"to\": \"settings\"}")
          .post(api("/models/winner"))
          .then()
          .statusCode(400)
          .body("detail", containsString("to: must be game"));
      admin()
          .body("{\"arm\": \"other\", \"to\": \"settings\"}")
          .post(api("/models/winner"))
          .then()
          .statusCode(200)
          .body("winner", equalTo("other"));
      admin().get("/api/games/" + game).then().body("variant", nullValue());
      admin()
          .get("/api/admin/ai-models/history?limit=1")
          .then()
          .body("items[0].changes.field", hasItem("groq.model"));
      ticks(1);
      assertThat(arena.rows("select distinct provider from turn where game_id = ?", game))
          .containsExactly("groq");
    } finally {
      admin().post("/api/admin/ai-models/history/" + before + "/restore").then().statusCode(200);
    }
  }

  @Test
  void anImportedGameHasTheSameArms() {
    game = arena.game(20);
    start();
    ticks(1);
    var before = arms(1);
    admin()
        .body("{\"variant\": {\"temperature\": 0.5}}")
        .patch("/api/games/" + game)
        .then()
        .statusCode(200);
    var line =
        admin()
            .accept("application/x-ndjson")
            .get("/api/games")
            .asString()
            .lines()
            .filter(each -> each.contains("\"" + game + "\""))
            .findFirst()
            .orElseThrow();
    var agents =
        admin().accept("application/x-ndjson").get("/api/games/" + game + "/agents").asString();
    var copy = game + "-copy";
    given()
        .header("Authorization", "Bearer dev-admin")
        .contentType("application/x-ndjson")
        .body(bytes(line.replace("\"" + game + "\"", "\"" + copy + "\"")))
        .post("/api/games")
        .then()
        .statusCode(200)
        .body("created", equalTo(1));
    given()
        .header("Authorization", "Bearer dev-admin")
        .contentType("application/x-ndjson")
        .body(bytes(agents))
        .post("/api/games/" + copy + "/agents")
        .then()
        .statusCode(200);
    game = copy;
    admin().get("/api/games/" + copy).then().body("variant.temperature", equalTo(0.5f));
    admin().get(api("/models")).then().body("state", equalTo("running"));
    ticks(1);
    assertThat(arms(1)).isEqualTo(before);
  }

  private static byte[] bytes(String lines) {
    return lines.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                            | name: is required",
        "{'name': 'A B'}                               | name: must be a text that matches",
        "{'name': 'x'}                                 | arms: is required",
        "{'name': 'x', 'arms': [{'name': 'a', 'percent': 50}]} | arms: must be at least two",
        "{'name': 'x', 'arms': [{'name': 'a', 'percent': 50}, {'name': 'a', 'percent': 50}]} | arms: must not name 'a' twice",
        "{'name': 'x', 'arms': [{'name': 'a', 'percent': 50}, {'name': 'b', 'percent': 49}]} | arms: must have percents that add up to 100, not to 99",
        "{'name': 'x', 'arms': [{'name': 'a', 'percent': 0}, {'name': 'b', 'percent': 100}]} | arms[0].percent: must be a whole number from 1 to 99",
        "{'name': 'x', 'arms': [{'name': 'a', 'percent': 50, 'model': 'no-such'}, {'name': 'b', 'percent': 50}]} | arms[0].model: no-such is not in the catalogue",
        "{'name': 'x', 'arms': [{'name': 'a', 'percent': 50, 'temperature': 3}, {'name': 'b', 'percent': 50}]} | arms[0].temperature: must be a number from 0 to 2",
        "{'name': 'x', 'rampPercent': 0}               | rampPercent: must be a whole number from 1 to 100",
        "{'name': 'x', 'state': 'begun'}               | state: must be one of draft, running, stopped",
        "{'name': 'x', 'salt': 'abcdefgh'}             | salt: is unknown"
      })
  void whatIsWrongIsNamed(String json, String fault) {
    game = arena.game(1);
    create(json.replace('\'', '"')).statusCode(400).body("detail", containsString(fault));
  }

  @Test
  void aViewerOnlyLooks() {
    game = arena.game(1);
    create(TWO_MODELS).statusCode(201);
    create(TWO_MODELS).statusCode(409);
    given()
        .header("Authorization", "Bearer dev-viewer")
        .contentType(ContentType.JSON)
        .body(TWO_MODELS)
        .post(api(""))
        .then()
        .statusCode(403);
    admin().get(api("/none")).then().statusCode(404);
    admin().get("/api/games/none/experiments").then().statusCode(404);
  }
}
