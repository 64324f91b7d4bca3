package dev.ziggurat.training;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.ziggurat.Arena;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;

/** Models that are trained at the simulated W&B on a tick of a new game. */
final class TrainedModels {

  private static final String JOBS = "/api/admin/training-jobs/";

  private final Arena arena;
  private final String game;
  private final String handle;

  TrainedModels(Arena arena) {
    this.arena = arena;
    this.game = arena.game(2);
    arena.tick(game, "first").statusCode(200);
    this.handle =
        arena.rows("select handle from agent where game_id = ? order by 1", game).getFirst();
  }

  static String newName() {
    return "d-" + UUID.randomUUID().toString().substring(0, 8);
  }

  static RequestSpecification admin() {
    return given().header("Authorization", "Bearer dev-admin").contentType(ContentType.JSON);
  }

  String game() {
    return game;
  }

  /** The first agent of the game. */
  String handle() {
    return handle;
  }

  /** What a job of this name trains. */
  static String model(String name) {
    return "wandb-artifact:///simulated/training/" + name + ":step4";
  }

  /** Starts a job; more are further fields of the body. */
  ValidatableResponse start(String name, String more) {
    return admin()
        .body(
            """
            {"game": "%s", "baseModel": "OpenPipe/Qwen3-14B-Instruct", "name": "%s"%s}"""
                .formatted(game, name, more))
        .post(JOBS + "?wait=true")
        .then()
        .statusCode(201);
  }

  String started(String name) {
    return start(name, "").body("state", equalTo("running")).extract().path("id");
  }

  String completed(String name) {
    var id = started(name);
    for (var looks = 0; looks < 10; looks++) {
      if (look(id).extract().path("job.state").equals("completed")) {
        return id;
      }
    }
    throw new AssertionError("the job does not complete");
  }

  static ValidatableResponse look(String id) {
    return admin().get(JOBS + id).then().statusCode(200);
  }

  static ValidatableResponse delete(String id) {
    return admin().delete(JOBS + id).then();
  }

  void give(String id) {
    admin()
        .body("{\"game\": \"%s\", \"handle\": \"%s\"}".formatted(game, handle))
        .post(JOBS + id + "/agents")
        .then()
        .statusCode(200);
  }

  void takeBack(String id) {
    admin().delete(JOBS + id + "/agents/" + game + '/' + handle).then().statusCode(200);
  }

  /** What the simulated W&B answers about the checkpoints of a job's model. */
  void isAtWandb(String id, int status) {
    var remote =
        arena.rows("select remote_model from training_job where id = ?::uuid", id).getFirst();
    given()
        .header("Authorization", "Bearer any")
        .get("/simulator/wandb/training/v1/preview/models/" + remote + "/checkpoints")
        .then()
        .statusCode(status);
  }
}
