package dev.ziggurat;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** What an operator looks at: health and metrics. */
@QuarkusTest
class OperationTest {

  @Inject Arena arena;

  @Test
  void healthNamesSimulatedProvidersAndModelsThatAreShutDown() {
    given()
        .get("/q/health/ready")
        .then()
        .statusCode(200)
        .body("status", equalTo("UP"))
        .body(
            "checks.find { it.name == 'Models' }.data.simulated",
            equalTo("claude, groq, openai, wandb"))
        .body(
            "checks.find { it.name == 'Models' }.data.warnings",
            containsString("llama-3.3-70b-versatile was shut down by groq on 2026-08-16"));
  }

  @Test
  void metricsCountTicksAndAttemptsForWhoHasAToken() {
    arena.calm();
    arena.tick(arena.game(2), "only").statusCode(200);
    given().get("/q/metrics").then().statusCode(401);
    given()
        .header("Authorization", "Bearer dev-viewer")
        .get("/q/metrics")
        .then()
        .statusCode(200)
        .body(containsString("ziggurat_tick_seconds_count{outcome=\"completed\"}"))
        .body(containsString("ziggurat_attempt_seconds_count{outcome=\"OK\",provider=\"wandb\"}"))
        .body(containsString("ziggurat_concurrency_limit{provider=\"wandb\"}"))
        .body(containsString("ziggurat_db_executions_total"));
  }
}
