package dev.ziggurat.models;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.ziggurat.Arena;
import dev.ziggurat.Hurried;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** W&amp;B's list of models when W&amp;B fails or is slow. */
@QuarkusTest
@TestProfile(Hurried.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WandbModelListTest {

  @Inject Arena arena;

  @BeforeEach
  @AfterEach
  void resetSimulator() {
    arena.calm();
  }

  private static ValidatableResponse get() {
    return given()
        .header("Authorization", "Bearer dev-viewer")
        .get("/api/admin/ai-models")
        .then()
        .statusCode(200);
  }

  @Test
  @Order(1)
  void catalogueIsUsedUntilTheListWasFetched() {
    arena.faults("{\"wandb\": {\"status\": 500}}");
    get()
        .body("data.wandbModelsError", notNullValue())
        .body("data.wandbModels.id", hasItem("openai/gpt-oss-120b"))
        .body("data.recommendedModels[0].available", equalTo(true));
  }

  @Test
  @Order(2)
  void lastListIsKeptAfterAFailure() {
    var fetched = get().body("data.wandbModelsError", nullValue()).extract().jsonPath();
    arena.faults("{\"wandb\": {\"status\": 401}}");
    var kept = get().body("data.wandbModelsError", notNullValue()).extract().jsonPath();
    assertThat(kept.getList("data.wandbModels")).isEqualTo(fetched.getList("data.wandbModels"));
    assertThat(kept.getList("data.wandbModels")).isNotEmpty();
  }

  @Test
  @Order(4)
  void slowListDoesNotBlockThePage() {
    arena.faults("{\"wandb\": {\"latencyMillis\": 5000}}");
    var before = Instant.now();
    get().body("data.wandbModelsError", containsString("has not responded yet"));
    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofMillis(2_500));
  }

  @Test
  @Order(5)
  void fetchingTheListIsNotRecordedAsAttempt() {
    var before = arena.number("select count(*) from attempt");
    get();
    assertThat(arena.number("select count(*) from attempt")).isEqualTo(before);
    given()
        .header("Authorization", "Bearer dev-admin")
        .contentType(ContentType.JSON)
        .body("{}")
        .put("/api/admin/ai-models")
        .then()
        .statusCode(200);
    assertThat(arena.number("select count(*) from attempt")).isEqualTo(before);
  }

  /** A model that an admin chooses from the list of a server of one's own. */
  @Test
  @Order(3)
  void chosenModelIsRegisteredWithWhatTheServerTells() {
    arena.faults("{\"wandb\": {\"server\": \"vllm\"}}");
    choose("\"tiny/llama\"")
        .body("data.settings.providers.wandb.effectiveModel", equalTo("tiny/llama"))
        .body("data.warnings", hasItem(containsString("The price of tiny/llama is unknown")));
    given()
        .header("Authorization", "Bearer dev-admin")
        .get("/api/admin/models/wandb/tiny/llama")
        .then()
        .statusCode(200)
        .body("contextTokens", equalTo(2048));
    choose("null");
    given()
        .header("Authorization", "Bearer dev-admin")
        .delete("/api/admin/models/wandb/tiny/llama")
        .then()
        .statusCode(200);
  }

  private static ValidatableResponse choose(String model) {
    return given()
        .header("Authorization", "Bearer dev-admin")
        .contentType(ContentType.JSON)
        .body("{\"providers\": {\"wandb\": {\"model\": %s}}}".formatted(model))
        .put("/api/admin/ai-models")
        .then()
        .statusCode(200);
  }
}
