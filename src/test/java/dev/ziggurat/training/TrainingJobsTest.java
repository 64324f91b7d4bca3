package dev.ziggurat.training;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs at the simulated W&B, which checks training files as strictly as the strictest house. */
@QuarkusTest
class TrainingJobsTest {

  private static final String JOBS = "/api/admin/training-jobs";
  private static final String BASE = "OpenPipe/Qwen3-14B-Instruct";

  @Inject Arena arena;
  private String game;

  @BeforeEach
  void played() {
    arena.calm();
    game = arena.game(2);
    arena.tick(game, "first").statusCode(200);
  }

  private static RequestSpecification admin() {
    return given().header("Authorization", "Bearer dev-admin").contentType(ContentType.JSON);
  }

  private ValidatableResponse start(String more) {
    return admin()
        .body("{\"game\": \"%s\", \"baseModel\": \"%s\"%s}".formatted(game, BASE, more))
        .post(JOBS + "?wait=true")
        .then();
  }

  private String started(String more) {
    return start(more).statusCode(201).body("state", equalTo("running")).extract().path("id");
  }

  private static ValidatableResponse look(String id) {
    return admin().get(JOBS + '/' + id).then().statusCode(200);
  }

  /** Looks until the job is over, as a page that is open does. */
  private static ValidatableResponse ended(String id) {
    for (var looks = 0; looks < 10; looks++) {
      if (!look(id).extract().path("job.state").equals("running")) {
        return look(id);
      }
    }
    throw new AssertionError("the job does not end");
  }

  private String name() {
    return "m-" + UUID.randomUUID().toString().substring(0, 8);
  }

  @Test
  void filesThatAProcessLeftAreDeletedByTheNextJob() throws IOException {
    var left = Files.createTempFile("ziggurat-training-", ".jsonl");
    var inUse = Files.createTempFile("ziggurat-training-", ".jsonl");
    Files.setLastModifiedTime(left, FileTime.from(Instant.EPOCH));
    started("");
    assertThat(left).doesNotExist();
    assertThat(inUse).exists();
    Files.delete(inUse);
  }

  /** A folder with a file in it can be deleted by nobody, as the file of another user. */
  @Test
  void aJobStartsThoughSomethingThatWasLeftCannotBeDeleted() throws IOException {
    var folder =
        Files.createDirectory(
            Path.of(System.getProperty("java.io.tmpdir"))
                .resolve("ziggurat-training-%s.jsonl".formatted(UUID.randomUUID())));
    var inside = Files.createFile(folder.resolve("inside"));
    Files.setLastModifiedTime(folder, FileTime.from(Instant.EPOCH));
    try {
      started("");
      assertThat(inside).exists();
    } finally {
      Files.delete(inside);
      Files.delete(folder);
    }
  }

  @Test
  void aModelIsTrainedTriedPromotedAndRolledBack() {
    var name = name();
    var id = started(", \"name\": \"" + name + "\"");
    look(id)
        .body("job.turns", equalTo(2))
        .body(
            "job.trainingFile",
            matchesPattern(
                "wandb-artifact:///simulated/training/" + name + "-sft-data-[0-9a-f]{12}:v0"))
        .body("events.type", hasItem("training_started"))
        .body("events.find { it.type == 'training_started' }.data.num_sequences", equalTo(2))
        .body("job.state", equalTo("running"));
    var model = "wandb-artifact:///simulated/training/" + name + ":step4";
    ended(id)
        .body("job.state", equalTo("completed"))
        .body("job.checkpoint", equalTo(model))
        .body("job.metrics.step", equalTo(4))
        .body("events", hasSize(6))
        .body("events[0].type", equalTo("training_ended"));

    admin()
        .post(JOBS + '/' + id + "/catalogue")
        .then()
        .statusCode(201)
        .body("id", equalTo(model))
        .body("contextTokens", equalTo(32768));
    admin().post(JOBS + '/' + id + "/catalogue").then().statusCode(409);

    var handle =
        arena.rows("select handle from agent where game_id = ? order by 1", game).getFirst();
    arena.change(
        "update agent set model = 'gpt-oss-120b' where game_id = ? and handle = ?", game, handle);
    give(id, handle).statusCode(200).body("[0].previousModel", equalTo("gpt-oss-120b"));
    give(id, handle).statusCode(409);
    arena.tick(game, "second").statusCode(200);
    assertThat(
            arena.rows(
                """
                select model_asked || ' ' || price_known || ' ' || (cost_nano > 0) from attempt
                where game_id = ? and handle = ? and tick = 2
                """,
                game,
                handle))
        .containsExactly(model + " true true");
    admin()
        .delete(JOBS + '/' + id)
        .then()
        .statusCode(409)
        .body("detail", containsString("agents of the game " + game));

    admin()
        .delete(JOBS + '/' + id + "/agents/" + game + '/' + handle)
        .then()
        .statusCode(200)
        .body("[0].takenBackBy", equalTo("admin token"));
    assertThat(arena.rows("select model from agent where game_id = ? and handle = ?", game, handle))
        .containsExactly("gpt-oss-120b");
    admin().delete(JOBS + '/' + id + "/agents/" + game + '/' + handle).then().statusCode(409);
    assertThat(
            arena.rows(
                "select action from audit where subject in (?, ?) order by id",
                "training-jobs/" + id,
                "games/" + game + "/agents/" + handle))
        .containsExactly("training.start", "agent.change", "agent.change");
    admin().delete(JOBS + '/' + id).then().statusCode(200).body("state", equalTo("deleted"));
    give(id, handle).statusCode(409);
    admin().get("/api/admin/models/wandb/" + model).then().statusCode(404);
  }

  private ValidatableResponse give(String id, String handle) {
    return admin()
        .body("{\"game\": \"%s\", \"handle\": \"%s\"}".formatted(game, handle))
        .post(JOBS + '/' + id + "/agents")
        .then();
  }

  private ValidatableResponse tryOut(String id, String more) {
    return admin()
        .body("{\"game\": \"%s\"%s}".formatted(game, more))
        .post(JOBS + '/' + id + "/experiments")
        .then();
  }

  @Test
  void aModelIsComparedWithTheOneOfToday() {
    var id = started("");
    tryOut(id, "").statusCode(409).body("detail", containsString("no model"));
    var model = ended(id).extract().<String>path("job.checkpoint");
    for (var wrong :
        List.of(
            "\"percent\": 100|percent",
            "\"rampPercent\": 0|rampPercent",
            "\"name\": \"A b\"|name",
            "\"state\": \"stopped\"|state",
            "\"arms\": []|arms")) {
      var parts = wrong.split("\\|", 2);
      tryOut(id, ", " + parts[0]).statusCode(400).body("detail", startsWith(parts[1] + ": "));
    }
    tryOut(id, ", \"percent\": 30, \"rampPercent\": 50, \"state\": \"running\"")
        .statusCode(201)
        .body("name", equalTo("trained-" + id.substring(0, 8)))
        .body("state", equalTo("running"))
        .body("rampPercent", equalTo(50))
        .body("arms.name", contains("usual", "trained"))
        .body("arms.percent", contains(70, 30))
        .body("arms.model", contains(null, model));
    tryOut(id, "").statusCode(409).body("detail", containsString("is taken"));
    admin()
        .delete(JOBS + '/' + id)
        .then()
        .statusCode(409)
        .body("detail", containsString("of the game " + game));
  }

  @Test
  void whoGaveAnAgentAnotherModelKeepsIt() {
    var id = started("");
    ended(id);
    var handle =
        arena.rows("select handle from agent where game_id = ? order by 1", game).getFirst();
    give(id, handle).statusCode(200).body("[0].previousModel", nullValue());
    arena.change(
        "update agent set model = 'claude-haiku-5-5' where game_id = ? and handle = ?",
        game,
        handle);
    admin().delete(JOBS + '/' + id + "/agents/" + game + '/' + handle).then().statusCode(409);
    // Given once more, what it has now is what it gets back.
    give(id, handle).statusCode(200).body("[0].previousModel", equalTo("claude-haiku-5-5"));
  }

  @Test
  void aJobThatFailsSaysWhy() {
    ended(started(", \"name\": \"" + name() + "-fails\""))
        .body("job.state", equalTo("failed"))
        .body("job.error", equalTo("the simulated training diverged"))
        .body("job.checkpoint", nullValue())
        .body("job.endedAt", startsWith("20"));
  }

  @Test
  void aJobThatIsRefusedIsSentOnce() {
    var name = name() + "-refused";
    start(", \"name\": \"" + name + "\"")
        .statusCode(201)
        .body("state", equalTo("failed"))
        .body("error", containsString("the data was refused"));
  }

  @Test
  void aFileThatIsThereIsTrainedOnAsItIs() {
    var first = look(started("")).extract().<String>path("job.trainingFile");
    look(started(", \"trainingFile\": \"" + first + "\""))
        .body("job.trainingFile", equalTo(first))
        .body("job.turns", nullValue())
        .body("job.state", equalTo("running"));
    start(", \"trainingFile\": \"wandb-artifact:///simulated/training/none:v0\"")
        .statusCode(201)
        .body("error", containsString("artifact not found"));
  }

  @Test
  void withoutTurnsNothingIsCreated() {
    start(", \"model\": \"acme/none\"")
        .statusCode(201)
        .body("state", equalTo("failed"))
        .body("error", startsWith("game: no turn matches"));
  }

  @Test
  void whatCreatesSomethingIsARowOfTheLedger() {
    var before = arena.number("select count(*) from attempt where source = 'training'");
    var id = started("");
    ended(id);
    assertThat(arena.number("select count(*) from attempt where source = 'training'") - before)
        .isEqualTo(2);
  }

  private static Object attemptsOfTheBaseModel() {
    return admin()
        .get("/api/admin/model-metrics")
        .then()
        .statusCode(200)
        .extract()
        .path("rows.find { it.model == '%s' }?.attempts".formatted(BASE));
  }

  @Test
  void callsThatTrainAreNoAnswersOfTheBaseModel() {
    var before = attemptsOfTheBaseModel();
    var failure = recent("lastError");
    start(", \"name\": \"" + name() + "-refused\"").body("state", equalTo("failed"));
    ended(started(""));
    assertThat(attemptsOfTheBaseModel()).isEqualTo(before);
    assertThat(recent("lastError")).isEqualTo(failure);
  }

  private static Object recent(String field) {
    return admin()
        .get("/api/admin/ai-models")
        .then()
        .statusCode(200)
        .extract()
        .path("data.health.wandb." + field);
  }

  @Test
  void aJobWhoseProcessEndedHasFailed() {
    var id = started("");
    arena.change(
        "update training_job set state = 'preparing', prepare_until = now() - interval '1 s' where id = ?::uuid",
        id);
    look(id)
        .body("job.state", equalTo("failed"))
        .body("job.error", containsString("the process that prepared the job ended"));
  }

  @Test
  void onlySomeJobsArePreparedAtOnce() {
    for (var i = 0; i < 4; i++) {
      started("");
    }
    var all = "where game_id = ? and state = ";
    arena.change(
        "update training_job set state = 'preparing', prepare_until = now() + interval '1 h' "
            + all
            + "'running'",
        game);
    start("").statusCode(409).body("detail", containsString("4 jobs are being prepared"));
    arena.change("update training_job set state = 'failed' " + all + "'preparing'", game);
    started("");
  }

  @Test
  void newsThatWandbDoesNotTellAreMissingForNow() {
    var id = started("");
    arena.change("update training_job set remote_job = 'gone' where id = ?::uuid", id);
    look(id)
        .body("unreachable", containsString("training job not found"))
        .body("job.state", equalTo("running"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"project\": \"team\" | project",
        "\"name\": \"a b\" | name",
        "\"learningRate\": 2 | learningRate",
        "\"batchSize\": 0 | batchSize",
        "\"horizon\": -1 | horizon",
        "\"from\": \"yesterday\" | from",
        "\"trainingFile\": \"train.jsonl\" | trainingFile",
        "\"epochs\": 3 | epochs"
      })
  void whatIsWrongIsNamed(String field, String name) {
    start(", " + field).statusCode(400).body("detail", startsWith(name + ": "));
  }

  @Test
  void viewersLookAndChangeNothing() {
    var id = started("");
    var viewer = given().header("Authorization", "Bearer dev-viewer");
    viewer.get(JOBS).then().statusCode(200).body("items.id", hasItem(id));
    viewer.get(JOBS + '/' + id).then().statusCode(200);
    given()
        .header("Authorization", "Bearer dev-viewer")
        .delete(JOBS + '/' + id)
        .then()
        .statusCode(403);
    admin().get(JOBS + "/none").then().statusCode(404);
  }
}
