package dev.ziggurat.world;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A game of another world, from its creation to its pages: nothing of Babylon is in the way. */
@QuarkusTest
class SecondWorldTest {

  private static final String AGENTS =
      """
      [{"handle": "ada", "persona": "Is in a hurry."}, {"handle": "ben", "persona": "Strolls."}]""";

  @Inject Arena arena;
  private String game;

  @BeforeEach
  void create() {
    arena.calm();
    // Its id comes late, so that no page without a game shows it.
    game = "z-" + UUID.randomUUID().toString().substring(0, 8);
    post("/api/games", body("\"agents\": " + AGENTS + ", \"worldSettings\": {\"start\": 5}"))
        .statusCode(201)
        .body("world", equalTo("counter"))
        .body("agents", equalTo(2));
  }

  @AfterEach
  void delete() {
    arena.change("update game set deleted_at = now() where id = ?", game);
  }

  private String body(String more) {
    return """
        {"id": "%s", "name": "Race", "world": "counter", "periodMillis": 60000, %s}"""
        .formatted(game, more);
  }

  private static ValidatableResponse post(String path, String body) {
    return given()
        .header("Authorization", "Bearer dev-admin")
        .contentType(ContentType.JSON)
        .body(body)
        .post(path)
        .then();
  }

  private static ValidatableResponse get(String path) {
    return given().header("Authorization", "Bearer dev-viewer").get(path).then();
  }

  private String api(String rest) {
    return "/api/games/" + game + rest;
  }

  private void tick(int number) {
    arena
        .tick(game, "tick " + number)
        .statusCode(200)
        .body("ticks[0].outcome", equalTo("completed"))
        .body("ticks[0].actions.step", equalTo(2));
  }

  @Test
  void itIsTickedScoredIntervenedInAndReplayed() {
    get(api("/leaderboard")).body("items", hasSize(0));
    tick(1);
    tick(2);
    get(api("/leaderboard"))
        .statusCode(200)
        .body("items.handle", equalTo(java.util.List.of("ada", "ben")))
        .body("items.rank", equalTo(java.util.List.of(1, 1)))
        .body("items[0].worth", equalTo(7_000_000))
        .body("items[0].wallet", nullValue());

    post(
            api("/interventions"),
            "{\"type\": \"send-back\", \"agent\": \"ada\", \"grudge\": \"old\"}")
        .statusCode(200)
        .body("result.lost", equalTo(2));
    get(api("/interventions"))
        .body("items", hasSize(1))
        .body("items[0].action.agent", equalTo("ada"))
        .body("items[0].action", not(hasKey("grudge")));
    post(api("/interventions"), "{\"type\": \"send-back\", \"agent\": \"eve\"}")
        .statusCode(422)
        .body("detail", containsString("has not moved"));
    post(api("/interventions"), "{\"type\": \"news\", \"text\": \"x\"}")
        .statusCode(400)
        .body("detail", equalTo("type: must be one of send-back"));
    tick(3);
    get(api("/leaderboard")).body("items[0].handle", equalTo("ben"));
    get(api("/agents/ada"))
        .body("worthMicroPoints", equalTo(6_000_000))
        .body("walletMicroPoints", nullValue())
        .body("positions", hasSize(0));

    post(api("/replay"), "{}")
        .statusCode(200)
        .body("matches", equalTo(true))
        .body("ticks", equalTo(3))
        .body("interventions", equalTo(1));
    arena.change(
        "update turn set decision = '{\"actions\":[]}' where game_id = ? and tick = 2", game);
    post(api("/replay"), "{}").statusCode(200).body("matches", equalTo(false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console/?game=%s",
        "/console/agents?game=%s",
        "/console/agents/ada?game=%s",
        "/console/interventions?game=%s",
        "/console/ticks?game=%s",
        "/console/ticks/1?game=%s",
        "/console/ticks/1/turns/ada?game=%s",
      })
  void itsPagesShowNothingOfBabylon(String path) {
    tick(1);
    var page = get(path.formatted(game)).statusCode(200).extract().asString();
    assertThat(page)
        .contains(">Ticks</a>", "?game=" + game)
        .doesNotContain("Markets", "/console/markets", "Trades", "id=\"feed\"", "Wallet</dt>");
  }

  @Test
  void itsInterventionsHaveFormsAsItDescribesThem() {
    var path = "/console/interventions?game=" + game;
    get("/console/?game=" + game).body(containsString(path));
    get(path)
        .statusCode(200)
        .body(containsString("Nothing was done by hand"))
        .body(not(containsString("<form")));
    given()
        .header("Authorization", "Bearer dev-admin")
        .get(path)
        .then()
        .body(containsString("Send an agent back"))
        .body(containsString("POST /api/games/" + game + "/interventions"))
        .body(containsString("name=\"type\" value=\"send-back\""))
        .body(containsString("name=\"agent\" type=\"text\""))
        .body(containsString("Who goes back"));
    tick(1);
    post(
            api("/interventions"),
            "{\"type\": \"send-back\", \"agent\": \"ada\", \"grudge\": \"old\"}")
        .statusCode(200);
    get(path).body(containsString("agent ada")).body(not(containsString("old,")));
  }

  @Test
  void itsPagesSayWhatAPointIs() {
    tick(1);
    get("/console/?game=" + game).body(containsString("Worth in steps"));
    get("/console/agents/ada?game=" + game).body(containsString("6 steps"));
    get("/console/agents?game=" + game).body(containsString("their possessions in steps"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/markets", "/markets/m0-0", "/house", "/feed", "/agents/ada/trades"})
  void whatOnlyBabylonHasIsNotThere(String path) {
    get(api(path)).statusCode(404).body("detail", containsString("plays the world counter"));
  }

  @Test
  void babylonsPagesAreNotThereEither() {
    get("/console/markets?game=" + game)
        .statusCode(404)
        .body(containsString("plays the world counter"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'agents': 3                      | agents: the world counter generates no agents",
        "'worldSettings': {'start': 'x'}  | worldSettings.start: must be start, a whole number",
        "'worldSettings': {'stop': 1}     | worldSettings.stop: must be start, a whole number",
        "'worldSettings': 7               | worldSettings: must be a JSON object, not 7",
      })
  void whatItCannotBeFoundedWithIsNamed(String more, String detail) {
    var sent = body(more.replace('\'', '"')).replace(game, game + "b");
    post("/api/games", sent).statusCode(400).body("detail", containsString(detail));
    get("/api/games/" + game + "b").statusCode(404);
  }

  @Test
  void itIsListedAfterTheWorldThatGamesPlayWhichNameNone() {
    get("/api/worlds")
        .statusCode(200)
        .body("items[0].kind", equalTo("babylon"))
        .body("items[0].interventions.type", hasItem("grant"))
        .body("items[0].settings.properties", hasKey("startPoints"))
        .body("items.kind", hasItem("counter"));
    get("/api/worlds/counter")
        .body("scoreUnit", equalTo("steps"))
        .body("drawsUpAgents", equalTo(false));
    get("/api/worlds/atlantis").statusCode(404).body("detail", containsString("babylon"));
  }
}
