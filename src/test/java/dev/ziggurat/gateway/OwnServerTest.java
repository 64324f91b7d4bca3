package dev.ziggurat.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server of one's own, vLLM or llama.cpp, at the address of W&amp;B. */
@QuarkusTest
class OwnServerTest {

  private static final String HELLO =
      "\"messages\": [{\"role\": \"user\", \"content\": \"hello there\"}]";
  private static final int MANY = 25;

  @Inject Arena arena;
  @Inject CircuitBreakerMaintenance breakers;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  private void serves(String server) {
    arena.faults("{\"wandb\": {\"server\": \"%s\"}}".formatted(server));
  }

  private static ValidatableResponse ask(String fields) {
    return given()
        .header("Authorization", "Bearer dev-admin")
        .contentType(ContentType.JSON)
        .body("{" + fields + "}")
        .post("/v1/chat/completions")
        .then();
  }

  @ParameterizedTest
  @ValueSource(strings = {"vllm", "llama.cpp"})
  void itPlaysTheTurnsOfAGame(String server) {
    serves(server);
    arena
        .tick(arena.game(3), "own server")
        .statusCode(200)
        .body("ticks[0].outcome", equalTo("completed"))
        .body("ticks[0].inference.byProvider.wandb", equalTo(3))
        .body("ticks[0].inference.attempts", equalTo(3));
  }

  /** vLLM tells it inside a stream with status 200. */
  @Test
  void aCallersMistakeTakesItFromNobody() {
    serves("vllm");
    var schema =
        "\"response_format\": {\"type\": \"json_schema\", \"json_schema\": {\"name\": \"s\", \"schema\":"
            + " {\"type\": \"array\", \"items\": {\"type\": \"string\"}, \"uniqueItems\": true}}}";
    for (var call = 0; call < MANY; call++) {
      ask("\"stream\": true, " + schema + ", " + HELLO)
          .statusCode(200)
          .header("X-Ziggurat-Provider", "groq")
          .header("X-Ziggurat-Attempts", "2");
    }
    assertThat(breakers.currentState("wandb")).isEqualTo(CircuitBreakerState.CLOSED);
    ask("\"stream\": true, " + HELLO).statusCode(200).header("X-Ziggurat-Provider", "wandb");
  }

  @Test
  void toolsWithoutAParserAreForTheNext() {
    serves("vllm");
    ask("\"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"f\"}}], " + HELLO)
        .statusCode(200)
        .header("X-Ziggurat-Provider", "groq")
        .body("choices[0].finish_reason", equalTo("tool_calls"));
  }

  /** The answer is echoed among the messages, as programs do it. */
  @Test
  void aLimitUsedUpByReasoningIsAnAnswer() {
    serves("vllm");
    var fields = "\"model\": \"wandb/openai/gpt-oss-120b\", \"max_tokens\": 5, " + HELLO;
    var message =
        ask(fields)
            .statusCode(200)
            .header("X-Ziggurat-Provider", "wandb")
            .body("choices[0].finish_reason", equalTo("length"))
            .body("choices[0].message.content", nullValue())
            .body("usage.completion_tokens_details.reasoning_tokens", equalTo(5))
            .extract()
            .jsonPath()
            .getMap("choices[0].message");
    assertThat(
            ask("\"stream\": true, " + fields)
                .statusCode(200)
                .header("X-Ziggurat-Provider", "wandb")
                .extract()
                .asString())
        .contains("\"finish_reason\":\"length\"")
        .endsWith("data: [DONE]\n\n");
    for (var model :
        List.of(
            "wandb/openai/gpt-oss-120b",
            "groq/openai/gpt-oss-120b",
            "openai/gpt-4o-mini",
            "claude")) {
      given()
          .header("Authorization", "Bearer dev-admin")
          .contentType(ContentType.JSON)
          .body(
              Map.of(
                  "model",
                  model.equals("claude") ? "claude/claude-sonnet-5-5" : model,
                  "fallback",
                  false,
                  "messages",
                  List.of(
                      Map.of("role", "user", "content", "hello there"),
                      message,
                      Map.of("role", "user", "content", "go on"))))
          .post("/v1/chat/completions")
          .then()
          .statusCode(200);
    }
  }

  /** llama.cpp tells the usage of each answer, and one of them before the other has ended. */
  @Test
  void everyAnswerOfSeveralIsCounted() {
    serves("llama.cpp");
    var one = ask("\"stream\": true, " + HELLO).statusCode(200).extract();
    var two = ask("\"stream\": true, \"n\": 2, " + HELLO).statusCode(200).extract();
    assertThat(two.asString()).endsWith("data: [DONE]\n\n").contains("\"system_fingerprint\"");
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(outputOf(two.header("X-Request-Id")))
                    .isPositive()
                    .isEqualTo(2 * outputOf(one.header("X-Request-Id"))));
  }

  private long outputOf(String call) {
    return arena.number(
        "select coalesce(sum(output_tokens), 0) from attempt where call_id = ?::uuid", call);
  }
}
