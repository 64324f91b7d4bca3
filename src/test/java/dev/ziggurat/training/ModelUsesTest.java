package dev.ziggurat.training;

import static dev.ziggurat.training.TrainedModels.admin;
import static dev.ziggurat.training.TrainedModels.delete;
import static dev.ziggurat.training.TrainedModels.look;
import static dev.ziggurat.training.TrainedModels.model;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Wherever a trained model is in use, it is not deleted. */
@QuarkusTest
class ModelUsesTest {

  @Inject Arena arena;
  private TrainedModels models;
  private String name;

  @BeforeEach
  void played() {
    arena.calm();
    models = new TrainedModels(arena);
    name = TrainedModels.newName();
  }

  private static void change(String path, String body) {
    admin().body(body).patch(path).then().statusCode(200);
  }

  private static void isUsedBy(String id, String user) {
    delete(id).statusCode(409).body("detail", containsString(user));
  }

  private static void choose(String model) {
    admin()
        .body("{\"providers\": {\"wandb\": {\"model\": %s}}}".formatted(model))
        .put("/api/admin/ai-models")
        .then()
        .statusCode(200);
  }

  private String registered(String id) {
    return admin()
        .post("/api/admin/training-jobs/" + id + "/catalogue")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  @Test
  void fieldsOfAGameAreUses() {
    var id = models.completed(name);
    var fields =
        Map.of(
            "variant", "{\"model\": \"%s\"}",
            "budget", "{\"day\": {\"softUsd\": 1}, \"cheaperModel\": \"wandb/%s\"}",
            "memory", "{\"reflection\": {\"model\": \"%s\"}}",
            "guardrails", "[{\"kind\": \"moderation\", \"model\": \"%s\"}]");
    var path = "/api/games/" + models.game();
    fields.forEach(
        (field, value) -> {
          change(path, "{\"%s\": %s}".formatted(field, value.formatted(model(name))));
          isUsedBy(id, "the game %s (%s".formatted(models.game(), field));
          change(path, "{\"%s\": null}".formatted(field));
        });
    change(
        path,
        "{\"guardrails\": [{\"kind\": \"allow-list\", \"models\": [\"%s\"]}]}"
            .formatted(model(name)));
    isUsedBy(id, "the game %s (guardrails)".formatted(models.game()));
    // Nobody plays a deleted game.
    admin().delete(path).then().statusCode(200);
    delete(id).statusCode(200);
    models.isAtWandb(id, 404);
  }

  @Test
  void armsAreUsesUntilTheirExperimentStops() {
    var id = models.completed(name);
    var experiments = "/api/games/" + models.game() + "/experiments";
    admin()
        .body(
            """
            {"name": "trained", "arms": [{"name": "x", "percent": 50},
              {"name": "y", "percent": 50, "model": "%s"}]}"""
                .formatted(model(name)))
        .post(experiments)
        .then()
        .statusCode(201);
    isUsedBy(id, "the experiment trained of the game %s (arm y)".formatted(models.game()));
    change(experiments + "/trained", "{\"state\": \"running\"}");
    isUsedBy(id, "(arm y)");
    change(experiments + "/trained", "{\"state\": \"stopped\"}");
    delete(id).statusCode(200);
  }

  @Test
  void theSettingsAKeyAndTheCatalogueAreUses() {
    var id = models.completed(name);
    choose('"' + model(name) + '"');
    try {
      isUsedBy(id, "the settings (model of wandb)");
    } finally {
      choose("null");
    }
    var key =
        admin()
            .body("{\"name\": \"Shop %s\", \"models\": [\"%s\"]}".formatted(name, model(name)))
            .post("/api/admin/keys")
            .then()
            .statusCode(201)
            .extract()
            .<String>path("key.id");
    isUsedBy(id, "the key Shop " + name);
    admin().delete("/api/admin/keys/" + key).then().statusCode(200);
    var model = registered(id);
    admin()
        .body(
            """
            {"provider": "wandb", "id": "old/%s", "shutDown": "2020-01-01", "successor": "%s"}"""
                .formatted(name, model))
        .post("/api/admin/models")
        .then()
        .statusCode(201);
    isUsedBy(id, "the catalogue (successor of old/%s)".formatted(name));
    admin().delete("/api/admin/models/wandb/old/" + name).then().statusCode(200);
    delete(id).statusCode(200);
    admin().get("/api/admin/models/wandb/" + model).then().statusCode(404);
  }

  @Test
  void anAgentHasTheModelByAnyOfItsNames() {
    var id = models.completed(name);
    change(
        "/api/admin/models/wandb/" + registered(id), "{\"localNames\": [\"%s\"]}".formatted(name));
    var agent = "/api/games/%s/agents/%s".formatted(models.game(), models.handle());
    for (var each : List.of(name, "wandb/" + model(name), model(name))) {
      change(agent, "{\"model\": \"%s\"}".formatted(each));
      isUsedBy(id, "agents of the game %s: %s".formatted(models.game(), models.handle()));
    }
    change(agent, "{\"model\": null}");
    delete(id).statusCode(200);
    admin().get("/api/admin/models?q=" + name).then().statusCode(200).body("items", empty());
  }

  @Test
  void whatAnAgentGetsBackIsAUse() {
    var id = models.completed(name);
    models.give(id);
    var next = models.completed(name + "-next");
    models.give(next);
    isUsedBy(id, models.handle() + " (gets it back)");
    models.takeBack(next);
    isUsedBy(id, "agents of the game %s: %s".formatted(models.game(), models.handle()));
    models.takeBack(id);
    delete(id).statusCode(200);
    delete(next).statusCode(200);
  }

  @Test
  void everyModelThatWasGivenCanBeTakenBack() {
    var one = models.completed(name);
    var other = models.completed(name + "-next");
    models.give(one);
    models.give(other);
    models.give(one);
    models.takeBack(one);
    models.takeBack(other);
    models.takeBack(one);
    admin()
        .get("/api/games/%s/agents/%s".formatted(models.game(), models.handle()))
        .then()
        .body("model", nullValue());
    look(one).body("uses.takenBackBy", not(hasItem(nullValue())));
  }

  /** Whoever is not there keeps no model from being deleted, and comes back with an earlier one. */
  @Test
  void agentsOfADeletedGameGetTheirEarlierModelBack() {
    var id = models.completed(name);
    var agent = "/api/games/%s/agents/%s".formatted(models.game(), models.handle());
    change(agent, "{\"model\": \"gpt-oss-120b\"}");
    models.give(id);
    admin().delete("/api/games/" + models.game()).then().statusCode(200);
    delete(id).statusCode(200);
    look(id).body("uses[0].takenBackBy", equalTo("admin token"));
    change("/api/games/" + models.game(), "{\"deleted\": false}");
    admin().get(agent).then().statusCode(200).body("model", equalTo("gpt-oss-120b"));
  }
}
