package dev.ziggurat.play;

import static io.restassured.RestAssured.given;

import dev.ziggurat.Arena;
import dev.ziggurat.world.CounterWorld;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;

/** A player's place in a game of steps, and what is done from it. */
record Seat(String game, String handle, String token) {

  /** A game with one player, and so many agents of models beside it. */
  static Seat in(Arena arena, int models, long answerWithinMillis) {
    var game = "p-" + UUID.randomUUID().toString().substring(0, 8);
    var agents = new StringBuilder();
    for (var model = 1; model <= models; model++) {
      agents.append("{\"handle\": \"bot-%d\", \"persona\": \"Walks.\"},".formatted(model));
    }
    admin()
        .body(
            """
            {"id": "%s", "name": "Steps", "periodMillis": 60000, "seed": 7, "world": "%s",
             "agents": [%s{"handle": "ada", "persona": "Thinks for herself.", "kind": "player",
               "answerWithinMillis": %d}]}"""
                .formatted(game, CounterWorld.KIND, agents, answerWithinMillis))
        .post("/api/games")
        .then()
        .statusCode(201);
    return new Seat(game, "ada", token(game, "ada"));
  }

  static String token(String game, String handle) {
    return admin()
        .post("/api/games/" + game + "/agents/" + handle + "/token")
        .then()
        .statusCode(201)
        .extract()
        .path("secret");
  }

  static RequestSpecification admin() {
    return given().header("Authorization", "Bearer dev-admin").contentType(ContentType.JSON);
  }

  private RequestSpecification player() {
    return given().header("Authorization", "Bearer " + token);
  }

  ValidatableResponse look() {
    return player().get("/api/play").then();
  }

  ValidatableResponse decide(String json) {
    return player().contentType(ContentType.JSON).body(json).put("/api/play/decision").then();
  }

  ValidatableResponse await(String query) {
    return player().get("/api/play/turn" + query).then();
  }

  /** The agent as an admin sees it. */
  ValidatableResponse agent() {
    return admin().get("/api/games/" + game + "/agents/" + handle).then();
  }

  ValidatableResponse turn(int tick) {
    return admin().get("/api/games/" + game + "/ticks/" + tick + "/turns/" + handle).then();
  }
}
