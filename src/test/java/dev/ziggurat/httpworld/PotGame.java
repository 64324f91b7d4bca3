package dev.ziggurat.httpworld;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.ziggurat.Arena;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.UUID;

/** A game of a {@link TestWorld}, as an operator reaches it. */
final class PotGame implements AutoCloseable {

  static final String TWO_AGENTS =
      """
      [{"handle": "ada", "persona": "Gives."}, {"handle": "ben", "persona": "Keeps."}]""";

  final TestWorld world = new TestWorld();
  final String id = "h-" + UUID.randomUUID().toString().substring(0, 8);
  private final Arena arena;

  PotGame(Arena arena) {
    this.arena = arena;
    arena.calm();
  }

  PotGame create() {
    post("/api/games", body("\"worldSettings\": {\"coins\": 50}")).statusCode(201);
    return this;
  }

  String body(String more) {
    return """
    {"id": "%s", "name": "Pot", "periodMillis": 60000, "seed": 42,
     "world": {"url": "%s", "keyVariable": "TEST_WORLD_KEY"}, "agents": %s, %s}"""
        .formatted(id, world.url(), TWO_AGENTS, more);
  }

  static ValidatableResponse post(String path, String body) {
    return given()
        .header("Authorization", "Bearer dev-admin")
        .contentType(ContentType.JSON)
        .body(body)
        .post(path)
        .then();
  }

  static ValidatableResponse get(String path) {
    return given().header("Authorization", "Bearer dev-viewer").get(path).then();
  }

  ValidatableResponse patch(String body) {
    return given()
        .header("Authorization", "Bearer dev-admin")
        .contentType(ContentType.JSON)
        .body(body)
        .patch(api(""))
        .then();
  }

  String api(String rest) {
    return "/api/games/" + id + rest;
  }

  ValidatableResponse trigger(String key) {
    return arena.tick(id, key);
  }

  void tick(int number) {
    trigger("tick " + number)
        .statusCode(200)
        .body("ticks[0].outcome", equalTo("completed"))
        .body("ticks[0].tick", equalTo(number));
  }

  ValidatableResponse fails(String key) {
    return trigger(key).statusCode(503).body("ticks[0].outcome", equalTo("failed"));
  }

  ValidatableResponse report(int tick) {
    return get(api("/ticks/" + tick));
  }

  ValidatableResponse cancel(int tick) {
    return post(api("/ticks/" + tick + "/cancellation"), "");
  }

  ValidatableResponse replay() {
    return post(api("/replay"), "{}");
  }

  ValidatableResponse intervene(String body) {
    return post(api("/interventions"), body);
  }

  /** How many calls to models were made for the game. */
  long calls() {
    return arena.number("select count(*) from attempt where game_id = ?", id);
  }

  @Override
  public void close() {
    world.close();
    arena.change("update game set deleted_at = now() where id = ?", id);
  }
}
