package dev.ziggurat.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.oneOf;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs that speak OpenAI's API get. */
@QuarkusTest
class ChatCompletionsTest {

  private static final String HELLO =
      """
      {"model": "%s", "messages": [{"role": "user", "content": "hello there"}]}""";
  private static final String SEVERAL =
      """
      {"model": "%s", "n": 2, "messages": [{"role": "user", "content": "hello there"}]}""";
  private static final String STREAMED =
      """
      {"stream": true, "messages": [{"role": "user", "content": "hello there"}]}""";

  @Inject Arena arena;
  @Inject CircuitBreakerMaintenance breakers;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  private static RequestSpecification caller() {
    return given().header("Authorization", "Bearer dev-admin").contentType(ContentType.JSON);
  }

  private static ValidatableResponse ask(String body) {
    return caller().body(body).post("/v1/chat/completions").then();
  }

  private static ValidatableResponse askFor(String model) {
    return ask(HELLO.formatted(model));
  }

  /** The text of a stream. */
  private static String said(String stream) {
    return StreamedText.said(stream, "content");
  }

  @Test
  void theChainAnswersInOpenAisShape() {
    askFor("auto")
        .statusCode(200)
        .header("X-Ziggurat-Provider", "wandb")
        .header("X-Ziggurat-Attempts", "1")
        .header("X-Request-Id", notNullValue())
        .body("object", equalTo("chat.completion"))
        .body("choices", hasSize(1))
        .body("choices[0].message.content", containsString("2 words"))
        .body("choices[0].finish_reason", equalTo("stop"))
        .body("usage.total_tokens", greaterThan(0));
  }

  @Test
  void everyCallStandsInTheLedger() {
    var id = askFor("auto").statusCode(200).extract().header("X-Request-Id");
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        arena.rows(
                            "select source || outcome from attempt where call_id = ?::uuid", id))
                    .containsExactly("gatewayOK"));
  }

  @Test
  void aStreamComesInChunksAndEndsWithDone() {
    var text =
        ask(STREAMED)
            .statusCode(200)
            .contentType(containsString("text/event-stream"))
            .header("X-Ziggurat-Provider", "wandb")
            .extract()
            .asString();
    assertThat(text).startsWith("data: ").endsWith("data: [DONE]\n\n");
    assertThat(text.split("\n\n")).hasSizeGreaterThan(3);
    assertThat(said(text)).contains("2 words");
    assertThat(text).doesNotContain("\"usage\"");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void withoutItsFirstProviderTheNextAnswersUnseen(boolean stream) {
    arena.faults("{\"wandb\":{\"status\":503},\"groq\":{\"emptyAnswer\":true}}");
    var answer =
        ask(stream ? STREAMED : HELLO.formatted("auto"))
            .statusCode(200)
            .header("X-Ziggurat-Provider", "claude")
            .extract()
            .asString();
    assertThat(stream ? said(answer) : answer).contains("2 words");
    assertThat(answer).contains("claude-sonnet-5-5");
  }

  @ParameterizedTest
  @CsvSource({
    "openai/gpt-oss-120b, wandb, openai/gpt-oss-120b",
    "wandb/openai/gpt-oss-120b, wandb, openai/gpt-oss-120b",
    "gpt-oss-120b, wandb, openai/gpt-oss-120b",
    "groq/gpt-oss-120b, groq, openai/gpt-oss-120b",
    "groq/openai/gpt-oss-120b, groq, openai/gpt-oss-120b",
    "claude/claude-haiku-5-5, claude, claude-haiku-5-5",
    "anthropic/claude-haiku-5-5, claude, claude-haiku-5-5",
    "openai/gpt-6-luna, openai, gpt-6-luna",
    "wandb-artifact:///team/project/name:v3, wandb, wandb-artifact:///team/project/name:v3"
  })
  void aNameMeansAModelAndWhomToAskFirst(String name, String provider, String model) {
    askFor(name)
        .statusCode(200)
        .header("X-Ziggurat-Provider", provider)
        .body("model", containsString(model));
  }

  @Test
  void anExactIdIsAskedOfTheNextThatServesItBeforeAnythingElse() {
    arena.faults("{\"wandb\":{\"status\":503}}");
    askFor("openai/gpt-oss-120b")
        .statusCode(200)
        .header("X-Ziggurat-Provider", "groq")
        .body("model", equalTo("openai/gpt-oss-120b"));
  }

  @Test
  void anUnknownModelIsToldWithThoseThatAreMeant() {
    askFor("gpt-oss-12b")
        .statusCode(404)
        .body("error.code", equalTo("model_not_found"))
        .body("error.param", equalTo("model"))
        .body("error.message", containsString("openai/gpt-oss-120b"));
  }

  @Test
  void withoutFallbackNobodyElseIsAsked() {
    arena.faults("{\"groq\":{\"status\":503}}");
    caller()
        .header("X-Ziggurat-Fallback", "none")
        .body(HELLO.formatted("groq/openai/gpt-oss-120b"))
        .post("/v1/chat/completions")
        .then()
        .statusCode(503)
        .body("error.code", equalTo("chain_exhausted"))
        .header("X-Request-Id", notNullValue())
        .body("error.path.provider", hasItem("groq"));
  }

  @Test
  void whatClaudeCannotTakeItIsNotAskedFor() {
    var path =
        caller()
            .header("X-Ziggurat-Explain", "true")
            .body(SEVERAL.formatted("claude/claude-haiku-5-5"))
            .post("/v1/chat/completions")
            .then()
            .statusCode(200)
            .header("X-Ziggurat-Provider", "wandb")
            .header("X-Ziggurat-Attempts", "1")
            .body("choices", hasSize(2))
            .extract()
            .jsonPath();
    assertThat(path.getString("ziggurat.path[0].provider")).isEqualTo("claude");
    assertThat(path.getString("ziggurat.path[0].reason"))
        .contains("n: only one answer is supported");
  }

  @Test
  void whatNobodyCanTakeWhoMayBeAskedIsTheCallersMistakeAndNoAttempt() {
    var id =
        caller()
            .header("X-Ziggurat-Fallback", "none")
            .body(SEVERAL.formatted("claude/claude-haiku-5-5"))
            .post("/v1/chat/completions")
            .then()
            .statusCode(400)
            .body("error.type", equalTo("invalid_request_error"))
            .body("error.message", containsString("n: only one answer is supported"))
            .extract()
            .header("X-Request-Id");
    var later = askFor("auto").statusCode(200).extract().header("X-Request-Id");
    Awaitility.await().until(() -> attempts(later) == 1);
    assertThat(attempts(id)).isZero();
  }

  private long attempts(String call) {
    return arena.number(
        "select count(*) from attempt where call_id = ?::uuid and outcome <> 'SKIPPED'", call);
  }

  @Test
  void whereEverybodyIsBusyItIsToldAsSuch() {
    arena.faults(
        """
        {"wandb":{"status":429},"groq":{"status":429},"claude":{"status":429},"openai":{"status":429}}""");
    caller()
        .header("X-Ziggurat-Limit-Millis", 2_000)
        .body(HELLO.formatted("auto"))
        .post("/v1/chat/completions")
        .then()
        .statusCode(429)
        .body("error.code", equalTo("rate_limit_exceeded"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"x\"", "7", "{\"type\": \"function\"}", "true"})
  void toolsThatAreNoListAreTheCallersMistake(String tools) {
    ask("{\"tools\": %s, \"messages\": [{\"role\": \"user\", \"content\": \"x\"}]}"
            .formatted(tools))
        .statusCode(400)
        .body("error.param", equalTo("tools"))
        .body("error.message", equalTo("tools must be a list"));
  }

  /** 429 without {@code Retry-After}: nobody is asked a third time. */
  @Test
  void whereEverybodyIsBusyEachProviderIsAskedTwice() {
    eachIsAskedTwice(HELLO.formatted("auto"));
  }

  @Test
  @Tag("full")
  void whereEverybodyIsBusyEachProviderIsAskedTwiceForAStream() {
    eachIsAskedTwice(STREAMED);
  }

  private void eachIsAskedTwice(String request) {
    arena.faults(
        """
        {"wandb":{"maxInFlight":0},"groq":{"maxInFlight":0},"claude":{"maxInFlight":0},
         "openai":{"maxInFlight":0}}""");
    var answer =
        ask(request)
            .statusCode(429)
            .header("Retry-After", notNullValue())
            .body("error.message.length()", lessThan(1_000))
            .extract();
    var asked = answer.jsonPath().getList("error.path.provider", String.class);
    assertThat(asked).hasSizeLessThanOrEqualTo(8);
    for (var provider : List.of("wandb", "groq", "claude", "openai")) {
      assertThat(asked).filteredOn(provider::equals).hasSizeBetween(1, 2);
    }
  }

  /** A caller does not wait for the rate limit of one while another can answer. */
  @Test
  void aRateLimitIsWaitedForOnlyWhileNobodyElseCanBeAsked() {
    arena.faults("{\"wandb\":{\"status\":429,\"retryAfterSeconds\":8}}");
    var start = System.nanoTime();
    for (var call = 0; call < 2; call++) {
      askFor("auto").statusCode(200).header("X-Ziggurat-Provider", "groq");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"status\":401", "\"status\":404,\"variant\":\"address\""})
  void whereNoRetryHelpsThatIsTold(String fault) {
    arena.faults(
        """
        {"wandb":{%s},"groq":{"status":401},"claude":{"status":401},"openai":{"status":401}}"""
            .formatted(fault));
    for (var call = 0; call < 2; call++) {
      askFor("auto")
          .statusCode(503)
          .header("Retry-After", Integer::parseInt, both(greaterThan(200)).and(lessThan(301)))
          .header("X-Should-Retry", "false");
    }
  }

  @Test
  void whereARetryMayHelpItIsToldWhen() {
    arena.faults(
        """
        {"wandb":{"status":401},"groq":{"status":500},"claude":{"status":401},"openai":{"status":401}}""");
    askFor("auto").statusCode(503).header("Retry-After", "5").header("X-Should-Retry", nullValue());
  }

  /** One provider's word, and that of others with its wire format, does not end the chain. */
  @ParameterizedTest
  @CsvSource({"grammar, false", "parser, false", "request, false", "request, true"})
  void aRefusalMovesOn(String variant, boolean stream) {
    arena.faults(
        """
        {"wandb":{"status":400,"variant":"%s"},"groq":{"status":400}}"""
            .formatted(variant));
    ask(stream ? STREAMED : HELLO.formatted("auto"))
        .statusCode(200)
        .header("X-Ziggurat-Provider", "claude")
        .header("X-Ziggurat-Attempts", "3");
  }

  @Test
  void refusalsOfTwoWireFormatsAreTheCallersMistakeAndNobodyIsBlamed() {
    arena.faults("{\"wandb\":{\"status\":400},\"claude\":{\"status\":400}}");
    for (var call = 0; call < 25; call++) {
      ask(HELLO.formatted("claude/claude-haiku-5-5"))
          .statusCode(400)
          .body("error.type", equalTo("invalid_request_error"))
          .body("error.path.provider", equalTo(List.of("claude", "wandb")))
          .body("error.message", containsString("claude: "))
          .body("error.message", containsString("wandb: "));
    }
    arena.faults("{}");
    askFor("auto").statusCode(200).header("X-Ziggurat-Provider", "wandb");
    askFor("claude/claude-haiku-5-5").statusCode(200).header("X-Ziggurat-Provider", "claude");
  }

  @Test
  void whatEveryProviderRefusesIsTheCallersMistake() {
    arena.faults(
        """
        {"wandb":{"status":400},"groq":{"status":400},"claude":{"status":400},"openai":{"status":400}}""");
    ask(HELLO.formatted("auto"))
        .statusCode(400)
        .body("error.path.provider", equalTo(List.of("wandb", "groq", "claude")));
    caller()
        .header("X-Ziggurat-Fallback", "none")
        .body(HELLO.formatted("auto"))
        .post("/v1/chat/completions")
        .then()
        .statusCode(400)
        .body("error.message", containsString("fault"))
        .body("error.message", not(containsString("No available provider")));
  }

  /** A project of the call that its provider refuses says nothing about the calls of others. */
  @ParameterizedTest
  @CsvSource({"401, project", "402, billing", "403, gateway", "404, model", "404, address"})
  void aCallersOwnProjectIsNotBlamedOnItsProvider(int status, String variant) {
    arena.faults("{\"wandb\":{\"status\":%d,\"variant\":\"%s\"}}".formatted(status, variant));
    for (var call = 0; call < 25; call++) {
      caller()
          .header("X-Ziggurat-Project", "bad/one")
          .body(HELLO.formatted("auto"))
          .post("/v1/chat/completions")
          .then()
          .statusCode(200)
          .header("X-Ziggurat-Provider", "groq")
          .header("X-Ziggurat-Attempts", "2");
    }
    arena.faults("{}");
    askFor("auto").statusCode(200).header("X-Ziggurat-Provider", "wandb");
    assertThat(arena.number("select count(*) from cooldown")).isZero();
  }

  /** W&B limits each project by itself. */
  @Test
  void aRateLimitOfACallersOwnProjectIsNotBlamedOnItsProvider() {
    arena.faults("{\"wandb\":{\"status\":429,\"retryAfterSeconds\":60}}");
    for (var call = 0; call < 3; call++) {
      caller()
          .header("X-Ziggurat-Project", "busy/one")
          .body(HELLO.formatted("auto"))
          .post("/v1/chat/completions")
          .then()
          .statusCode(200)
          .header("X-Ziggurat-Provider", "groq")
          .header("X-Ziggurat-Attempts", "2");
    }
    arena.faults("{}");
    askFor("auto").statusCode(200).header("X-Ziggurat-Provider", "wandb");
    assertThat(arena.number("select count(*) from cooldown")).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "wandb-artifact:///team/project/name:v3, 401, key",
    "wandb-artifact:///team/project/name:v3, 404, address",
    "wandb-artifact:///team/project/name:v3, 403, gateway",
    "wandb-artifact:///team/project/name:v3, 404, model",
    "wandb/openai/gpt-oss-20b, 403, gateway"
  })
  void aModelThatIsRefusedIsNotBlamedOnItsProvider(String model, int status, String variant) {
    arena.faults("{\"wandb\":{\"status\":%d,\"variant\":\"%s\"}}".formatted(status, variant));
    for (var attempts : List.of("2", "1")) {
      askFor(model).statusCode(200).header("X-Ziggurat-Attempts", attempts);
    }
    arena.faults("{}");
    askFor("auto").statusCode(200).header("X-Ziggurat-Provider", "wandb");
  }

  /** Whatever a caller sends, the calls of others are answered. */
  @ParameterizedTest
  @ValueSource(strings = {"\"x\"", "[null]"})
  void aBodyThatNobodyForesawIsBlamedOnNobody(String tools) {
    isBlamedOnNobody(tools);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"type\": \"x\"}", "7", "[7]", "[{\"function\": 7}]"})
  @Tag("full")
  void anotherBodyThatNobodyForesawIsBlamedOnNobody(String tools) {
    isBlamedOnNobody(tools);
  }

  private void isBlamedOnNobody(String tools) {
    for (var call = 0; call < 25; call++) {
      ask("{\"messages\": [{\"role\": \"user\", \"content\": \"x\"}], \"tools\": %s}"
              .formatted(tools))
          .statusCode(oneOf(200, 400));
    }
    for (var provider : List.of("wandb", "groq", "claude", "openai")) {
      assertThat(breakers.currentState(provider)).isEqualTo(CircuitBreakerState.CLOSED);
    }
    askFor("auto").statusCode(200).header("X-Ziggurat-Provider", "wandb");
  }

  @Test
  void aFileThatAProviderDoesNotHaveIsNotBlamedOnItsModel() {
    arena.faults("{\"openai\":{\"status\":404,\"variant\":\"file\"}}");
    caller()
        .header("X-Ziggurat-Fallback", "none")
        .body(HELLO.formatted("openai/gpt-6-luna"))
        .post("/v1/chat/completions")
        .then()
        .statusCode(400)
        .body("error.message", containsString("No such File object"));
    arena.faults("{}");
    askFor("openai/gpt-6-luna").statusCode(200).header("X-Ziggurat-Provider", "openai");
  }

  @Test
  void aCallersShortDeadlineIsNotBlamedOnItsProvider() {
    shortDeadlineIsNotBlamed(HELLO.formatted("auto"));
  }

  @Test
  @Tag("full")
  void aCallersShortDeadlineForAStreamIsNotBlamedOnItsProvider() {
    shortDeadlineIsNotBlamed(STREAMED);
  }

  private void shortDeadlineIsNotBlamed(String request) {
    arena.faults("{\"wandb\":{\"latencyMillis\":600,\"firstChunkMillis\":600}}");
    for (var call = 0; call < 21; call++) {
      caller()
          .header("X-Ziggurat-Limit-Millis", 100)
          .body(request)
          .post("/v1/chat/completions")
          .then()
          .statusCode(503);
    }
    assertThat(breakers.currentState("wandb")).isEqualTo(CircuitBreakerState.CLOSED);
    askFor("auto").statusCode(200).header("X-Ziggurat-Provider", "wandb");
  }

  /** Groq limits each model by itself. */
  @Test
  void aRateLimitThatNamesItsModelIsNotBlamedOnOtherModels() {
    arena.faults("{\"groq\":{\"status\":429,\"retryAfterSeconds\":60}}");
    askFor("groq/openai/gpt-oss-20b").statusCode(200).header("X-Ziggurat-Attempts", "2");
    arena.faults("{}");
    askFor("groq/openai/gpt-oss-120b").statusCode(200).header("X-Ziggurat-Provider", "groq");
    askFor("groq/openai/gpt-oss-20b")
        .statusCode(200)
        .header("X-Ziggurat-Provider", "wandb")
        .header("X-Ziggurat-Attempts", "1");
  }

  @Test
  void aWrongAddressIsToldAsSuch() {
    arena.faults("{\"wandb\":{\"status\":404,\"variant\":\"address\"}}");
    for (var attempts : List.of("2", "1")) {
      askFor("auto")
          .statusCode(200)
          .header("X-Ziggurat-Provider", "groq")
          .header("X-Ziggurat-Attempts", attempts);
    }
    // The page also asks for W&B's models.
    arena.faults("{}");
    caller()
        .get("/api/admin/ai-models")
        .then()
        .body("data.health.wandb.cooling.model", nullValue())
        .body("data.health.wandb.cooling.reason", containsString("the API base is probably wrong"));
  }

  @Test
  void whileEverybodyIsRateLimitedTheShortestWaitIsTold() {
    arena.faults(
        """
        {"wandb":{"status":429,"retryAfterSeconds":50},"groq":{"status":429,"retryAfterSeconds":30},
         "claude":{"status":429,"retryAfterSeconds":70},"openai":{"status":429,"retryAfterSeconds":60}}""");
    askedToWait(HELLO.formatted("auto")).header("Retry-After", equalTo("30"));

    arena.faults("{}");
    var id =
        askedToWait(HELLO.formatted("auto"))
            .header("Retry-After", Integer::parseInt, both(greaterThan(20)).and(lessThan(31)))
            .extract()
            .header("X-Request-Id");
    calm();
    var later = askFor("auto").statusCode(200).extract().header("X-Request-Id");
    Awaitility.await().until(() -> attempts(later) == 1);
    assertThat(attempts(id)).isZero();
  }

  /** Claude cannot; who can will be asked again soon. */
  @ParameterizedTest
  @CsvSource({"429, 429", "401, 503"})
  void whatOnlyWhoCannotBeAskedNowTakesIsNotTheCallersMistake(int failure, int status) {
    var fault = "{\"status\":%d,\"retryAfterSeconds\":60}".formatted(failure);
    arena.faults("{\"wandb\":%1$s,\"groq\":%1$s,\"openai\":%1$s}".formatted(fault));
    hurriedly(SEVERAL.formatted("auto")).statusCode(status);
    arena.faults("{}");
    hurriedly(SEVERAL.formatted("auto"))
        .statusCode(status)
        .body("error.message", containsString("n: only one answer is supported"))
        .body("error.message", containsString("cooling down"));
  }

  private ValidatableResponse askedToWait(String body) {
    return hurriedly(body).statusCode(429).body("error.code", equalTo("rate_limit_exceeded"));
  }

  private ValidatableResponse hurriedly(String body) {
    return caller()
        .header("X-Ziggurat-Limit-Millis", 6_000)
        .body(body)
        .post("/v1/chat/completions")
        .then();
  }

  @Test
  void whoBringsNoKeyIsToldHowToBringOne() {
    given()
        .contentType(ContentType.JSON)
        .body(HELLO.formatted("auto"))
        .post("/v1/chat/completions")
        .then()
        .statusCode(401)
        .header("X-Request-Id", notNullValue())
        .body("error.message", containsString("Incorrect API key provided"))
        .body("error.code", equalTo("invalid_api_key"));
    given()
        .header("Authorization", "Bearer wrong")
        .contentType(ContentType.JSON)
        .body(HELLO.formatted("auto"))
        .post("/v1/chat/completions")
        .then()
        .statusCode(401)
        .body("error.message", containsString("Incorrect API key provided"))
        .body("error.code", equalTo("invalid_api_key"));
  }

  /** SDKs send back the message that they received. */
  @ParameterizedTest
  @CsvSource({
    "groq/openai/gpt-oss-120b, groq",
    "claude/claude-haiku-5-5, claude",
    "openai/gpt-4o-mini, openai",
    "wandb/openai/gpt-oss-120b, wandb"
  })
  void anAnswerOfAnyProviderIsAnEarlierMessageForEveryOther(String next, String provider) {
    for (var first :
        new String[] {
          "wandb/openai/gpt-oss-120b",
          "groq/openai/gpt-oss-120b",
          "claude/claude-sonnet-5-5",
          "openai/gpt-4o-mini"
        }) {
      var message =
          askFor(first)
              .statusCode(200)
              .body("choices[0].message", not(hasKey("tool_calls")))
              .extract()
              .jsonPath()
              .<Map<String, Object>>get("choices[0].message");
      message.put("reasoning_content", "because");
      message.putIfAbsent("annotations", List.of());
      message.put("tool_calls", List.of());
      message.put("function_call", null);
      var hello = Map.of("role", "user", "content", "hello there");
      caller()
          .header("X-Ziggurat-Fallback", "none")
          .body(Map.of("model", next, "messages", List.of(hello, message, hello)))
          .post("/v1/chat/completions")
          .then()
          .statusCode(200)
          .header("X-Ziggurat-Provider", provider);
    }
  }

  /** Two turns with tools at one provider, whose ids another one refuses or finds repeated. */
  @ParameterizedTest
  @CsvSource({
    "wandb/moonshotai/Kimi-K2.6, claude/claude-haiku-5-5",
    "wandb/moonshotai/Kimi-K2.6, openai/gpt-4o-mini",
    "wandb/openai/gpt-oss-120b, openai/gpt-4o-mini",
    "wandb/openai/gpt-oss-120b, groq/openai/gpt-oss-120b",
    "claude/claude-sonnet-5-5, wandb/openai/gpt-oss-120b"
  })
  void toolCallsOfOneProviderAreEarlierMessagesForAnother(String first, String next) {
    var tool =
        Map.of(
            "type",
            "function",
            "function",
            Map.of("name", "get_time", "parameters", Map.of("type", "object")));
    var messages = new ArrayList<Object>();
    for (var turn = 0; turn < 2; turn++) {
      messages.add(Map.of("role", "user", "content", "get_time"));
      var answer =
          caller()
              .header("X-Ziggurat-Fallback", "none")
              .body(Map.of("model", first, "messages", messages, "tools", List.of(tool)))
              .post("/v1/chat/completions")
              .then()
              .statusCode(200)
              .body("choices[0].finish_reason", equalTo("tool_calls"))
              .extract()
              .jsonPath();
      var message = answer.<Map<String, Object>>get("choices[0].message");
      message.put("reasoning_content", "because");
      messages.add(message);
      var id = answer.getString("choices[0].message.tool_calls[0].id");
      messages.add(Map.of("role", "tool", "tool_call_id", id, "content", " \n"));
    }
    caller()
        .header("X-Ziggurat-Fallback", "none")
        .body(Map.of("model", next, "messages", messages, "tools", List.of(tool)))
        .post("/v1/chat/completions")
        .then()
        .statusCode(200)
        .header("X-Ziggurat-Provider", next.substring(0, next.indexOf('/')))
        .body("choices[0].message.content", containsString("The tools said"));
  }

  @Test
  void valuesThatOpenAiDoesNotKnowAreNotInItsFields() {
    askFor("groq/openai/gpt-oss-120b")
        .statusCode(200)
        .header("X-Ziggurat-Provider", "groq")
        .body("$", not(hasKey("service_tier")));
    askFor("openai/gpt-4o-mini").statusCode(200).body("service_tier", equalTo("default"));
  }

  /** The limit is the caller's own, so the answer is the caller's too. */
  @ParameterizedTest
  @ValueSource(strings = {"max_tokens", "max_completion_tokens"})
  void aLimitUsedUpByReasoningIsAnAnswer(String field) {
    var body =
        "{\"model\": \"claude/claude-sonnet-5-5\", \"%s\": 5, \"messages\": [{\"role\": \"user\", \"content\": \"hello\"}]%s}";
    ask(body.formatted(field, ""))
        .statusCode(200)
        .header("X-Ziggurat-Provider", "claude")
        .header("X-Ziggurat-Attempts", "1")
        .body("choices[0].finish_reason", equalTo("length"))
        .body("choices[0].message.content", nullValue())
        .body("usage.completion_tokens", equalTo(5));
    var stream =
        ask(body.formatted(
                field, ", \"stream\": true, \"stream_options\": {\"include_usage\": true}"))
            .statusCode(200)
            .header("X-Ziggurat-Provider", "claude")
            .extract()
            .asString();
    assertThat(stream)
        .contains("\"finish_reason\":\"length\"", "\"completion_tokens\":5")
        .endsWith("data: [DONE]\n\n");
    var reasoner = body.replace("claude/claude-sonnet-5-5", "openai/gpt-oss-120b");
    ask(reasoner.formatted(field, ""))
        .statusCode(200)
        .header("X-Ziggurat-Provider", "wandb")
        .body("choices[0].finish_reason", equalTo("length"));
    assertThat(
            ask(reasoner.formatted(field, ", \"stream\": true"))
                .statusCode(200)
                .header("X-Ziggurat-Provider", "wandb")
                .extract()
                .asString())
        .contains("\"finish_reason\":\"length\"", "[DONE]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"wandb/openai/gpt-oss-120b", "groq/openai/gpt-oss-120b", "openai/gpt-4o-mini"})
  void emptyListsAndNullsAreNotSent(String model) {
    caller()
        .header("X-Ziggurat-Fallback", "none")
        .body(
            """
            {"model": "%s", "tools": [], "tool_choice": "auto", "parallel_tool_calls": true, "functions": [],
             "stop": [], "seed": null, "stream_options": null,
             "messages": [{"role": "user", "content": "hello"}]}"""
                .formatted(model))
        .post("/v1/chat/completions")
        .then()
        .statusCode(200)
        .header("X-Ziggurat-Attempts", "1");
  }

  @ParameterizedTest
  @CsvSource({
    "'\"temperature\": 3', gpt-4o-mini, temperature, ",
    "'\"frequency_penalty\": 1', gpt-6-luna, frequency_penalty, unsupported_value"
  })
  void whatAProviderNamesAsWrongIsNamedToTheCaller(
      String field, String model, String param, String code) {
    caller()
        .header("X-Ziggurat-Fallback", "none")
        .body(
            "{\"model\": \"openai/%s\", %s, \"messages\": [{\"role\": \"user\", \"content\": \"hello\"}]}"
                .formatted(model, field))
        .post("/v1/chat/completions")
        .then()
        .statusCode(400)
        .body("error.type", equalTo("invalid_request_error"))
        .body("error.param", equalTo(param))
        .body("error.code", equalTo(code));
    // A provider has any number of codes.
    given()
        .header("Authorization", "Bearer dev-admin")
        .get("/q/metrics")
        .then()
        .body(containsString("ziggurat_gateway_refused_total{reason=\"invalid_request\"}"))
        .body(not(containsString("reason=\"unsupported_value\"")));
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /v1/responses/compact",
    "POST, /v1/moderations",
    "GET, /v1/embeddings",
    "POST, /v1/audio/speech",
    "GET, /v1/chat/completions",
    "GET, /v1/completions",
    "GET, /v1/responses"
  })
  void anAddressThatIsNotServedTellsWhichIs(String method, String path) {
    caller()
        .body(method.equals("POST") ? "{}" : "")
        .request(method, path)
        .then()
        .statusCode(oneOf(404, 405))
        .header("X-Request-Id", notNullValue())
        .contentType(ContentType.JSON)
        .body("error.code", equalTo("endpoint_not_served"))
        .body("error.type", equalTo("invalid_request_error"))
        .body("error.message", containsString("POST /v1/chat/completions"))
        .body("error.message", containsString("POST /v1/embeddings"))
        .body("error.message", not(containsString("not found")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|",
        "{|",
        "{}|messages",
        "{\"messages\": []}|messages",
        "{\"messages\": [{\"content\": \"x\"}]}|messages",
        "{\"messages\": [{\"role\": \"user\", \"content\": \"x\"}], \"stream\": 1}|stream",
        "{\"messages\": [{\"role\": \"user\", \"content\": \"x\"}], \"max_tokens\": 0}|max_tokens",
        "{\"messages\": [{\"role\": \"user\", \"content\": \"x\"}], \"model\": 7}|model"
      })
  void aWrongBodyIsRefusedByTheNameOfItsField(String body, String field) {
    ask(body)
        .statusCode(400)
        .body("error.type", equalTo("invalid_request_error"))
        .body("error.param", equalTo(field));
  }

  @Test
  void aStreamThatBreaksOffAfterItsFirstContentTellsSoAndDoesNotEndWell() {
    arena.faults("{\"wandb\":{\"cutAfterChunks\":2}}");
    var text = ask(STREAMED).statusCode(200).extract().asString();
    assertThat(text).contains("\"error\"", "stream_broken").doesNotContain("[DONE]");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatAProviderWritesLooselyReachesTheCallerInOpenAisFormat(boolean stream) {
    arena.faults("{\"wandb\":{\"looseFormat\":true}}");
    var text =
        ask("{\"stream\": %s, \"messages\": [{\"role\": \"user\", \"content\": \"hello there\"}]}"
                .formatted(stream))
            .statusCode(200)
            .header("X-Ziggurat-Provider", equalTo("wandb"))
            .extract()
            .asString();
    assertThat(text).contains("\"content\":\"This is a").doesNotContain("\uFEFF", "keepalive");
  }

  @Test
  void theAnswerTellsItsPathWhenAsked() {
    arena.faults("{\"wandb\":{\"status\":503}}");
    caller()
        .header("X-Ziggurat-Explain", "true")
        .body(HELLO.formatted("auto"))
        .post("/v1/chat/completions")
        .then()
        .statusCode(200)
        .body("ziggurat.path.provider", hasItem("wandb"))
        .body("ziggurat.path.outcome", hasItem("CAPACITY"));
  }

  /** As a program sends it that does not know its length before. */
  @ParameterizedTest
  @ValueSource(ints = {10, 300_000})
  void aBodyOfUnknownLengthIsReadToo(int length) throws Exception {
    var body =
        """
        {"messages": [{"role": "user", "content": "hello"}], "max_tokens": 9%s}"""
            .formatted(" ".repeat(length))
            .getBytes(StandardCharsets.UTF_8);
    try (var client = HttpClient.newHttpClient()) {
      var answer =
          client.send(
              HttpRequest.newBuilder(
                      URI.create("http://localhost:" + RestAssured.port + "/v1/chat/completions"))
                  .header("Authorization", "Bearer dev-admin")
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
  }

  @Test
  void modelsAreListed() {
    caller()
        .get("/v1/models")
        .then()
        .statusCode(200)
        .body("object", equalTo("list"))
        .body("data.id", hasItem("auto"))
        .body("data.find { it.id == 'auto' }.keySet()", not(hasItem("capabilities")))
        .body("data.id", hasItem("openai/gpt-oss-120b"))
        .body("data.created", everyItem(greaterThan(1_600_000_000)));
    caller()
        .get("/v1/models/openai/gpt-oss-120b")
        .then()
        .statusCode(200)
        .body("owned_by", equalTo("wandb, groq"));
    caller()
        .get("/v1/models/nonsense")
        .then()
        .statusCode(404)
        .body("error.code", equalTo("model_not_found"));
  }
}
