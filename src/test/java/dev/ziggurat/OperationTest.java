package dev.ziggurat;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
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
  void everyCheckOfReadinessIsInTheDocument() throws IOException {
    List<String> checks =
        given().get("/q/health/ready").then().statusCode(200).extract().path("checks.name");
    var document = Files.readString(Path.of("docs/operations.md"));
    assertThat(checks)
        .isNotEmpty()
        .allSatisfy(check -> assertThat(document).contains("[\"" + check + "\",\"UP\"]"));
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

  @Test
  void metricsTellOfTicksThatWereMissedOrFailedWhoeverShouldHaveRunThem() {
    arena.calm();
    var game = arena.game(1);
    arena.tick(game, "only");
    arena.change("update tick set outcome = 'completed' where game_id = ?", game);
    var running = gauge("ziggurat_games_running");
    var failing = gauge("ziggurat_games_failing");

    arena.change(
        "update tick set outcome = 'failed', closed_at = closed_at - interval '1 hour' where game_id = ?",
        game);
    assertThat(running)
        .isEqualTo(
            arena.number(
                "select count(*) from game where state = 'running' and deleted_at is null"));
    eventually("ziggurat_games_failing", failing + 1);
    assertThat(gauge("ziggurat_games_overdue_periods")).isGreaterThanOrEqualTo(60);

    arena.change("update game set state = 'paused' where id = ?", game);
    eventually("ziggurat_games_running", running - 1);
    assertThat(gauge("ziggurat_games_failing")).isEqualTo(failing);
  }

  /** What was read a moment ago is told again. */
  private static void eventually(String name, double value) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(gauge(name)).isEqualTo(value));
  }

  private static double gauge(String name) {
    return given()
        .header("Authorization", "Bearer dev-viewer")
        .get("/q/metrics")
        .then()
        .statusCode(200)
        .extract()
        .asString()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .map(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }
}
