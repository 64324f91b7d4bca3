package dev.ziggurat.httpworld;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of a game whose world is a program at an address. */
@QuarkusTest
class HttpWorldTest {

  @Inject Arena arena;
  private TestWorld world;
  private String game;

  @BeforeEach
  void create() {
    arena.calm();
    world = new TestWorld();
    game = "h-" + UUID.randomUUID().toString().substring(0, 8);
    post("/api/games", body("\"worldSettings\": {\"coins\": 50}"))
        .statusCode(201)
        .body("world", equalTo("http"))
        .body("worldAddress.url", equalTo(world.url()))
        .body("worldAddress.keyVariable", equalTo("TEST_WORLD_KEY"))
        .body("agents", equalTo(2));
  }

  @AfterEach
  void close() {
    world.close();
    arena.change("update game set deleted_at = now() where id = ?", game);
  }

  private String body(String more) {
    return """
        {"id": "%s", "name": "Pot", "periodMillis": 60000, "seed": 42,
         "world": {"url": "%s", "keyVariable": "TEST_WORLD_KEY"},
         "agents": [{"handle": "ada", "persona": "Gives."}, {"handle": "ben", "persona": "Keeps."}], %s}"""
        .formatted(game, world.url(), more);
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
        .body("ticks[0].tick", equalTo(number));
  }

  @Test
  void itIsFoundedTickedScoredAndReplayed() {
    var founding = world.asked.stream().filter(each -> each.operation().equals("found")).toList();
    assertThat(founding).hasSize(1);
    assertThat(founding.getFirst().body().path("game").path("seed").asText()).isEqualTo("42");
    assertThat(founding.getFirst().body().path("settings").path("coins").asInt()).isEqualTo(50);
    get(api("/leaderboard")).body("items[0].worth", equalTo(50_500_000));
    tick(1);
    tick(2);
    assertThat(world.applied)
        .extracting(each -> each.replaceAll("^.* ", ""))
        .containsExactly("1.0", "1.1", "2.0", "2.1");
    get(api("/leaderboard")).body("items", hasSize(2));
    get(api("/ticks/1")).body("outcome", equalTo("completed"));
    post(api("/replay"), "{}")
        .statusCode(200)
        .body("matches", equalTo(true))
        .body("ticks", equalTo(2));
    assertThat(world.knows("~replay-")).as("discarded").isFalse();
    arena.change(
        "update turn set decision = '{\"actions\":[]}' where game_id = ? and tick = 2", game);
    post(api("/replay"), "{}").statusCode(200).body("matches", equalTo(false));
  }

  @Test
  void aWorldThatIsDownWhenItIsToApplyIsAskedAgainButNoModelIs() {
    world.faults.put("apply", TestWorld.Fault.NOT_READY);
    arena
        .tick(game, "tick 1")
        .statusCode(503)
        .body("ticks[0].outcome", equalTo("failed"))
        .body("ticks[0].tick", equalTo(1))
        .body("ticks[0].reason", containsString("it says to try later"))
        .body("ticks[0].worldFailure.reason", containsString("moving"));
    get(api("/ticks/1"))
        .body("outcome", equalTo("running"))
        .body("worldFailure.reason", containsString("moving"));
    var asked = arena.number("select count(*) from attempt where game_id = ?", game);
    assertThat(asked).isEqualTo(2);
    world.faults.clear();
    arena
        .tick(game, "tick 2")
        .statusCode(200)
        .body("ticks[0].tick", equalTo(2))
        .body("ticks[0].outcome", equalTo("completed"));
    get(api("/ticks/1"))
        .body("outcome", equalTo("completed"))
        .body("turns.applied", equalTo(2))
        .body("worldFailure.reason", containsString("moving"));
    assertThat(arena.number("select count(*) from attempt where game_id = ?", game))
        .as("two for each tick")
        .isEqualTo(4);
  }
}
