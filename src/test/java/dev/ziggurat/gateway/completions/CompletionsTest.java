package dev.ziggurat.gateway.completions;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs that speak OpenAI's legacy completions get. */
@QuarkusTest
class CompletionsTest {

  @Inject Arena arena;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  private static RequestSpecification with(String secret) {
    return given().header("Authorization", "Bearer " + secret).contentType(ContentType.JSON);
  }

  private static ValidatableResponse ask(String fields) {
    return with("dev-admin").body("{" + fields + "}").post("/v1/completions").then();
  }

  /** The data of the events; the last is {@code [DONE]}. */
  private static List<String> events(ValidatableResponse response) {
    return response
        .statusCode(200)
        .contentType("text/event-stream")
        .extract()
        .asString()
        .lines()
        .filter(line -> line.startsWith("data: "))
        .map(line -> line.substring("data: ".length()))
        .toList();
  }

  private static String text(List<String> events) {
    return events.stream()
        .filter(event -> event.startsWith("{"))
        .flatMap(event -> new JsonObject(event).getJsonArray("choices").stream())
        .map(choice -> ((JsonObject) choice).getString("text"))
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "auto",
        "claude/claude-sonnet-5-5",
        "groq/openai/gpt-oss-120b",
        "openai/gpt-6-luna"
      })
  void everyProviderAnswersInOpenAisShape(String model) {
    var answer =
        ask("\"model\": \"%s\", \"prompt\": \"hello there\", \"max_tokens\": 500".formatted(model))
            .statusCode(200)
            .header("X-Ziggurat-Provider", notNullValue())
            .header("X-Ziggurat-Attempts", "1")
            .header("X-Ziggurat-Cost", notNullValue())
            .body("object", equalTo("text_completion"))
            .body("created", greaterThan(0))
            .body("model", notNullValue())
            .body("choices", hasSize(1))
            .body("choices[0].text", containsString("2 words"))
            .body("choices[0].index", equalTo(0))
            .body("choices[0].logprobs", nullValue())
            .body("choices[0].finish_reason", equalTo("stop"))
            .body("usage.prompt_tokens", greaterThan(0))
            .body("usage.total_tokens", greaterThan(0))
            .extract();
    var call = answer.header("X-Request-Id");
    assertThat(answer.jsonPath().getString("id")).isEqualTo("cmpl-" + call.replace("-", ""));
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        arena.rows(
                            "select source || outcome from attempt where call_id = ?::uuid", call))
                    .containsExactly("gatewayOK"));
  }

  @Test
  void severalAnswersAreAllTold() {
    ask("\"prompt\": [\"hello there\"], \"n\": 2, \"max_tokens\": 500")
        .statusCode(200)
        .body("choices.index", contains(0, 1))
        .body("choices[0].text", containsString("2 words"))
        .body("choices[1].text", containsString("2 words"));
  }

  @Test
  void withoutMaxTokensAnAnswerIsCutAtOpenAisDefault() {
    ask("\"model\": \"openai/gpt-6-luna\", \"prompt\": \"hello there\"").statusCode(200);
    given()
        .get("/simulator/observations")
        .then()
        .body("latest[-1].parameters.max_completion_tokens", equalTo(16));
  }

  @Test
  void theNextProviderAnswersBeforeTheFirstChunk() {
    arena.faults("{\"wandb\": {\"status\": 503}}");
    ask("\"prompt\": \"hello there\", \"max_tokens\": 500")
        .statusCode(200)
        .header("X-Ziggurat-Provider", "groq")
        .body("choices[0].text", containsString("2 words"));
    var streamed =
        ask(
            """
            "prompt": "hello there", "max_tokens": 500, "stream": true, "stream_options": {"include_usage": true}""");
    streamed.header("X-Ziggurat-Provider", "groq");
    var events = events(streamed);
    assertThat(events).endsWith("[DONE]");
    assertThat(text(events)).contains("2 words");
    assertThat(events.get(events.size() - 2)).contains("\"usage\":{").contains("\"choices\":[]");
  }

  @Test
  void aStreamThatBreaksOffTellsSo() {
    arena.faults("{\"wandb\": {\"cutAfterChunks\": 2}}");
    var events = events(ask("\"prompt\": \"hello there\", \"max_tokens\": 500, \"stream\": true"));
    assertThat(events.getLast()).contains("stream_broken");
  }

  @Test
  void aCachedAnswerAndItsOriginAreTold() {
    var secret =
        with("dev-admin")
            .body("{\"name\": \"Completes\", \"keepsAnswers\": true}")
            .post("/api/admin/keys")
            .jsonPath()
            .getString("secret");
    for (var streamed : List.of(false, true)) {
      var body =
          "{\"prompt\": \"hello there\", \"temperature\": 0, \"max_tokens\": 500, \"stream\": %s}"
              .formatted(streamed);
      var first = with(secret).body(body).post("/v1/completions");
      var second =
          with(secret).header("X-Ziggurat-Explain", "true").body(body).post("/v1/completions");
      assertThat(first.header("X-Ziggurat-Cache")).isEqualTo("miss");
      assertThat(second.header("X-Ziggurat-Cache")).isEqualTo("hit");
      assertThat(second.asString()).contains("\"answeredBefore\"");
      assertThat(
              streamed
                  ? text(events(second.then()))
                  : second.jsonPath().getString("choices[0].text"))
          .contains("2 words");
    }
  }

  @Test
  void whatIsWrongIsToldInOpenAisShape() {
    ask("\"prompt\": \"hello\", \"suffix\": \"!\"")
        .statusCode(400)
        .header("X-Request-Id", notNullValue())
        .body("error.type", equalTo("invalid_request_error"))
        .body("error.code", equalTo("unsupported_parameter"))
        .body("error.param", equalTo("suffix"));
    ask("\"prompt\": \"hello\", \"max_tokens\": 0")
        .statusCode(400)
        .body("error.param", equalTo("max_tokens"));
    ask("\"prompt\": \"hello\", \"model\": \"no-such-model\"")
        .statusCode(404)
        .body("error.code", equalTo("model_not_found"));
    with("zk_nonsense")
        .body("{\"prompt\": \"hello\"}")
        .post("/v1/completions")
        .then()
        .statusCode(401);
  }
}
