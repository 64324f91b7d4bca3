package dev.ziggurat.chain;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.ziggurat.Arena;
import dev.ziggurat.Hurried;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a half-open circuit breaker closes. */
@QuarkusTest
@TestProfile(Hurried.class)
class ProbeTest {

  @Inject Arena arena;
  @Inject CircuitBreakerMaintenance breakers;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  @Test
  void closesAfterAnAnswerButNotAfterASkip() {
    arena.faults("{\"wandb\":{\"status\":500}}");
    arena.tick(arena.game(60, Duration.ofMinutes(5)), "failing").statusCode(200);
    assertThat(breakers.currentState("wandb")).isNotEqualTo(CircuitBreakerState.CLOSED);

    arena.choose("wandb", "enabled = false");
    arena.tick(arena.game(1), "skipped").statusCode(200);
    assertThat(breakers.currentState("wandb")).isNotEqualTo(CircuitBreakerState.CLOSED);

    arena.choose("wandb", "enabled = true");
    arena.faults("{}");
    arena
        .tick(arena.game(1), "recovered")
        .statusCode(200)
        .body("ticks[0].inference.byProvider.wandb", equalTo(1));
    assertThat(breakers.currentState("wandb")).isEqualTo(CircuitBreakerState.CLOSED);
  }

  @Test
  void staysOpenWhenTheProviderIsSkippedForAnUnsupportedRequest() {
    arena.choose("wandb", "enabled = false");
    arena.choose("groq", "enabled = false");
    arena.faults("{\"claude\":{\"status\":500}}");
    arena.tick(arena.game(60, Duration.ofMinutes(5)), "failing").statusCode(200);
    assertThat(breakers.currentState("claude")).isNotEqualTo(CircuitBreakerState.CLOSED);

    arena.faults("{}");
    answeredBy("openai", 2);
    assertThat(breakers.currentState("claude")).isNotEqualTo(CircuitBreakerState.CLOSED);

    answeredBy("claude", 1);
    assertThat(breakers.currentState("claude")).isEqualTo(CircuitBreakerState.CLOSED);
  }

  private static void answeredBy(String provider, int answers) {
    given()
        .header("Authorization", "Bearer dev-admin")
        .contentType(ContentType.JSON)
        .body(
            "{\"n\": %d, \"messages\": [{\"role\": \"user\", \"content\": \"hello\"}]}"
                .formatted(answers))
        .post("/v1/chat/completions")
        .then()
        .statusCode(200)
        .header("X-Ziggurat-Provider", provider);
  }
}
