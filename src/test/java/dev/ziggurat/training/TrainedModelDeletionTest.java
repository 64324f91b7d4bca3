package dev.ziggurat.training;

import static dev.ziggurat.training.TrainedModels.delete;
import static dev.ziggurat.training.TrainedModels.look;
import static dev.ziggurat.training.TrainedModels.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A trained model is deleted with the last job that has it, and only if no agent has it. */
@QuarkusTest
class TrainedModelDeletionTest {

  @Inject Arena arena;
  private TrainedModels models;
  private String name;

  @BeforeEach
  void played() {
    arena.calm();
    models = new TrainedModels(arena);
    name = TrainedModels.newName();
  }

  @Test
  void aModelThatAnotherJobHasStaysWithThatJob() {
    var first = models.completed(name);
    models.give(first);
    var retry = models.started(name);
    look(retry).body("sameModel", contains(first));
    look(first).body("sameModel", contains(retry));
    delete(retry).statusCode(200).body("state", equalTo("deleted"));
    models.isAtWandb(first, 200);
    look(first).body("job.state", equalTo("completed")).body("sameModel", empty());
    assertThat(
            arena.rows(
                """
                select detail::json ->> 'modelDeleted' from audit
                where subject = ? and action = 'training.delete'
                """,
                "training-jobs/" + retry))
        .containsExactly("false");

    delete(first).statusCode(409).body("detail", containsString("agents"));
    models.isAtWandb(first, 200);
    models.takeBack(first);
    delete(first).statusCode(200);
    models.isAtWandb(first, 404);
  }

  /** Only the job that gave it takes it back. */
  @Test
  void aJobThatAgentsHaveTheModelFromStays() {
    var first = models.completed(name);
    var further = models.completed(name);
    models.give(further);
    delete(further).statusCode(409).body("detail", containsString("from this job"));
    models.takeBack(further);
    delete(further).statusCode(200);
    models.isAtWandb(first, 200);
    delete(first).statusCode(200);
    models.isAtWandb(first, 404);
  }

  /** Agents may have an earlier checkpoint of the model. */
  @Test
  void everyCheckpointIsAUse() {
    var id = models.completed(name);
    arena.change(
        "update agent set model = ? where game_id = ? and handle = ?",
        model(name).replace("step4", "step2"),
        models.game(),
        models.handle());
    delete(id).statusCode(409).body("detail", containsString("agents"));
    arena.change("update agent set model = null where game_id = ?", models.game());
    delete(id).statusCode(200);
  }

  /** A job that failed before anything was created has no model. */
  @Test
  void aJobWithoutAModelKeepsNone() {
    var id = models.completed(name);
    var failed =
        models
            .start(name, ", \"model\": \"acme/none\"")
            .body("state", equalTo("failed"))
            .extract()
            .<String>path("id");
    delete(id).statusCode(200);
    models.isAtWandb(id, 404);
    delete(failed).statusCode(200).body("state", equalTo("deleted"));
  }
}
