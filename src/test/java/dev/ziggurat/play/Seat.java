package dev.ziggurat.play;

import static io.restassured.RestAssured.given;

import dev.ziggurat.Arena;
import dev.ziggurat.world.CounterWorld;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A player's place in a game of steps, and what is done from it. */
public record Seat(String game, String handle, String token) {

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

  /** The places of players in a new game of Babylon, whose ticks wait for none of them. */
  public static List<Seat> inBabylon(String settings, String... handles) {
    var game = "b-" + UUID.randomUUID().toString().substring(0, 8);
    var agents =
        Stream.of(handles)
            .map(
                handle ->
                    """
                    {"handle": "%s", "persona": "Keeps to itself.", "kind": "player",
                     "answerWithinMillis": 0}"""
                        .formatted(handle))
            .collect(Collectors.joining(","));
    admin()
        .body(
            """
            {"id": "%s", "name": "Talk", "periodMillis": 60000, "seed": 7, "world": "babylon",
             "worldSettings": %s, "agents": [%s]}"""
                .formatted(game, settings.replace('\'', '"'), agents))
        .post("/api/games")
        .then()
        .statusCode(201);
    return Stream.of(handles).map(handle -> new Seat(game, handle, token(game, handle))).toList();
  }

  /** Gives actions for the next turn, written with single quotes. */
  public void act(String... actions) {
    decide("{\"actions\": [%s]}".formatted(String.join(",", actions).replace('\'', '"')))
        .statusCode(200);
  }

  public static String token(String game, String handle) {
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

  public ValidatableResponse look() {
    return player().get("/api/play").then();
  }

  public ValidatableResponse decide(String json) {
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
