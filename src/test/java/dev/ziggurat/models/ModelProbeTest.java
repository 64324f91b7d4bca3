package dev.ziggurat.models;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Test requests to a provider by REST. */
@QuarkusTest
class ModelProbeTest {

  @Inject Arena arena;

  @BeforeEach
  @AfterEach
  void resetSimulator() {
    arena.calm();
  }

  private static ValidatableResponse test(String body) {
    return given()
        .header("Authorization", "Bearer dev-admin")
        .contentType(ContentType.JSON)
        .body(body)
        .post("/api/admin/ai-models/test")
        .then();
  }

  @ParameterizedTest
  @CsvSource({
    "wandb, meta-llama/Llama-3.3-70B-Instruct",
    "groq, openai/gpt-oss-120b",
    "claude, claude-sonnet-5-5",
    "openai, gpt-4o-mini"
  })
  void chosenModelAnswersAndIsRecordedInTheLedger(String provider, String model) {
    var attempt =
        test("{\"provider\": \"%s\", \"prompt\": \"How are you?\"}".formatted(provider))
            .statusCode(200)
            .body("success", equalTo(true))
            .body("error", nullValue())
            .body("data.provider", equalTo(provider))
            .body("data.model", equalTo(model))
            .body("data.answer", not(equalTo("")))
            .body("data.latencyMillis", greaterThan(0))
            .body("data.tokens.input", greaterThan(0))
            .body("data.tokens.output", greaterThan(0))
            .body("data.costMicroUsd", greaterThan(0))
            .body("data.priceKnown", equalTo(true))
            .body("data.simulated", equalTo(true))
            .body("data.failure", nullValue())
            .extract()
            .<String>path("data.attempt");
    assertThat(
            arena.rows(
                "select source || ' ' || provider || ' ' || model_asked || ' ' || outcome"
                    + " from attempt where id = ?",
                UUID.fromString(attempt)))
        .containsExactly("test " + provider + ' ' + model + " OK");
  }

  @ParameterizedTest
  @CsvSource({
    "401, AUTH, WANDB_API_KEY",
    "402, BILLING, Add credit",
    "429, RATE, Try again",
    "500, SERVER, status page",
    "503, CAPACITY, overloaded"
  })
  void failureIsReportedWithOutcomeAndAdvice(int status, String outcome, String advice) {
    arena.faults("{\"wandb\": {\"status\": %d}}".formatted(status));
    test("{\"provider\": \"wandb\"}")
        .statusCode(200)
        .body("success", equalTo(false))
        .body("error", notNullValue())
        .body("data.answer", nullValue())
        .body("data.failure.outcome", equalTo(outcome))
        .body("data.failure.httpStatus", equalTo(status))
        .body("data.failure.reason", notNullValue())
        .body("data.failure.advice", containsString(advice));
    assertThat(arena.number("select count(*) from cooldown")).isZero();
  }

  @Test
  void anAnswerEndsTheCooldownOfItsProvider() {
    arena.faults("{\"wandb\": {\"status\": 401}}");
    arena.tick(arena.game(1), "rejected").statusCode(200);
    test("{\"provider\": \"wandb\"}").body("success", equalTo(false));
    var active = "select count(*) from cooldown where provider = 'wandb' and until > now()";
    assertThat(arena.number(active)).isEqualTo(1);

    arena.faults("{}");
    test("{\"provider\": \"wandb\"}").body("success", equalTo(true));
    assertThat(arena.number(active)).isZero();
    arena
        .tick(arena.game(1), "works again")
        .body("ticks[0].inference.byProvider.wandb", equalTo(1));
  }

  @Test
  void aWrongAddressIsAdvisedToBeCorrected() {
    arena.faults("{\"wandb\": {\"status\": 404, \"variant\": \"address\"}}");
    test("{\"provider\": \"wandb\"}")
        .body("success", equalTo(false))
        .body("data.failure.reason", containsString("the API base is probably wrong"))
        .body("data.failure.advice", containsString("Correct the API base of wandb"));
  }

  @Test
  void exactlyOneRequestIsSentForAnyResponse() {
    var before = arena.number("select count(*) from attempt where source = 'test'");
    arena.faults("{\"wandb\": {\"status\": 500}}");
    test("{\"provider\": \"wandb\"}").statusCode(200);
    assertThat(arena.number("select count(*) from attempt where source = 'test'"))
        .isEqualTo(before + 1);
  }

  @Test
  void unknownModelCanBeTested() {
    test("{\"provider\": \"groq\", \"model\": \"no-such/model\"}")
        .statusCode(200)
        .body("success", equalTo(false))
        .body("data.model", equalTo("no-such/model"))
        .body("data.failure.outcome", equalTo("MODEL"))
        .body("data.failure.advice", containsString("Choose another model"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|provider: is required",
        "{\"provider\": \"grok\"}|provider: must be one of wandb, groq, claude, openai",
        "{\"provider\": \"groq\", \"model\": 3}|model: must be a text",
        "{\"provider\": \"groq\", \"prompt\": \"\"}|prompt: must be a text",
        "{\"provider\": \"groq\", \"temperature\": 1}|temperature: is unknown"
      })
  void invalidRequestIsRejectedWithItsField(String body, String fault) {
    test(body)
        .statusCode(400)
        .contentType("application/problem+json")
        .body("success", equalTo(false))
        .body("error", containsString(fault));
  }

  @Test
  void promptLengthIsLimited() {
    test("{\"provider\": \"groq\", \"prompt\": \"%s\"}".formatted("x".repeat(4_001)))
        .statusCode(400)
        .body("error", containsString("prompt: must be a text of 1 to 4000 characters"));
  }
}
