package dev.ziggurat.usage;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts of calls are kept for the keys that say so, found by the call's id, and asked again. */
@QuarkusTest
class CallTextsApiTest {

  private static final String CHAT = "/v1/chat/completions";

  private static final String TOOL =
      """
      {"type": "function", "function": {"name": "look", "parameters": {"type": "object", "properties": {}}}}""";

  @Inject Arena arena;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  private static RequestSpecification with(String token) {
    return given().header("Authorization", "Bearer " + token).contentType(ContentType.JSON);
  }

  private static RequestSpecification admin() {
    return with("dev-admin");
  }

  private static String key(String fields) {
    return admin()
        .body("{\"name\": \"Looked up\"" + fields + "}")
        .post("/api/admin/keys")
        .then()
        .statusCode(201)
        .extract()
        .path("secret");
  }

  private static String keeping() {
    return key(", \"keepsTexts\": true");
  }

  private static String hello(String more) {
    return "{\"messages\": [{\"role\": \"user\", \"content\": \"hello there\"}]" + more + "}";
  }

  private static String id(Response answer) {
    return answer.header("X-Request-Id");
  }

  private static ValidatableResponse texts(String id) {
    return admin().get("/api/admin/calls/" + id + "/texts").then();
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/chat/completions, messages, false",
    "/v1/chat/completions, messages, true",
    "/v1/messages, messages, true",
    "/v1/responses, input, false",
    "/v1/responses, input, true",
    "/v1/completions, prompt, false"
  })
  void aRequestAndItsAnswerAreFoundByTheCallsId(String api, String field, boolean streamed) {
    var value =
        field.equals("messages")
            ? "[{\"role\": \"user\", \"content\": \"hello there\"}]"
            : "\"hello there\"";
    var request =
        "{\"%s\": %s, \"max_tokens\": 500, \"stream\": %s}".formatted(field, value, streamed);
    if (api.equals("/v1/responses")) {
      request = request.replace("max_tokens", "max_output_tokens");
    }
    var answer = with(keeping()).body(request).post(api);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    texts(id(answer))
        .statusCode(200)
        .body("api", equalTo(api))
        .body("request", equalTo(request))
        .body("requestCut", equalTo(false))
        .body("answer.text", not(equalTo("")))
        .body("answer.finishReason", equalTo("stop"))
        .body("answer.error", nullValue())
        .body("answer.cut", equalTo(false))
        .body("curl", containsString(api))
        .body("curl", containsString("$ZIGGURAT_KEY"))
        .body("keptUntil", notNullValue());
  }

  @Test
  void toolCallsAreTextsToo() {
    var answer =
        with(keeping())
            .body(hello(", \"tools\": [" + TOOL + "], \"tool_choice\": \"required\""))
            .post(CHAT);
    texts(id(answer))
        .statusCode(200)
        .body("answer.toolCalls", hasSize(1))
        .body("answer.toolCalls[0].name", equalTo("look"));
  }

  @Test
  void nothingIsKeptUnlessTheKeySaysSo() {
    var answer = with(key("")).body(hello("")).post(CHAT);
    texts(id(answer)).statusCode(404).body("detail", containsString("keepsTexts"));
    texts(id(admin().body(hello("")).post(CHAT))).statusCode(404);
  }

  @Test
  void secretsAreNotKept() {
    var secret = "sk-" + "proj-0123456789abcdefABCDEF";
    var answer =
        with(keeping())
            .body(
                "{\"messages\": [{\"role\": \"user\", \"content\": \"use %s\"}]}".formatted(secret))
            .post(CHAT);
    texts(id(answer))
        .statusCode(200)
        .body("request", containsString("use [SECRET]"))
        .body("request", not(containsString(secret)));
    assertThat(
            arena.rows(
                "select request || answer from call_text where call_id = ?::uuid", id(answer)))
        .noneMatch(text -> text.contains(secret));
  }

  @ParameterizedTest
  @CsvSource({"/v1/chat/completions, messages", "/v1/responses, input"})
  void whatGuardrailsMaskIsNotKeptEither(String api, String field) {
    var value = "[{\"role\": \"user\", \"content\": \"say a@example.org\"}]";
    var secret =
        key(
            ", \"keepsTexts\": true, \"guardrails\": [{\"kind\": \"sensitive-data\", \"name\": \"pii\", \"email\": \"mask\"}]");
    var answer = with(secret).body("{\"%s\": %s}".formatted(field, value)).post(api);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    texts(id(answer)).statusCode(200).body("request", containsString("say [EMAIL]"));
    assertThat(
            arena.rows(
                "select request || answer from call_text where call_id = ?::uuid", id(answer)))
        .noneMatch(text -> text.contains("example.org"));
  }

  @Test
  void aCallThatFailedTellsWhatItsCallerWasTold() {
    arena.faults(
        """
        {"wandb": {"status": 500}, "groq": {"status": 500}, "claude": {"status": 500}, "openai": {"status": 500}}""");
    var answer = with(keeping()).body(hello("")).post(CHAT);
    assertThat(answer.statusCode()).isGreaterThanOrEqualTo(500);
    texts(id(answer))
        .statusCode(200)
        .body("answer.error", equalTo(answer.<String>path("error.message")))
        .body("answer.text", equalTo(""));
  }

  @Test
  void anAnswerFromTheCacheIsKeptAsTheAnswerItWas() {
    var secret = key(", \"keepsTexts\": true, \"keepsAnswers\": true");
    var first = with(secret).body(hello(", \"temperature\": 0")).post(CHAT);
    var second = with(secret).body(hello(", \"temperature\": 0")).post(CHAT);
    assertThat(second.header("X-Ziggurat-Cache")).isEqualTo("hit");
    assertThat(texts(id(second)).extract().<String>path("answer.text"))
        .isEqualTo(texts(id(first)).extract().path("answer.text"));
  }

  @Test
  void aCallIsAskedAgainAsTheAdmins() {
    var answer = with(keeping()).body(hello(", \"stream\": true")).post(CHAT);
    var again =
        admin()
            .header("X-Ziggurat-Tags", "why=again")
            .post("/api/admin/calls/" + id(answer) + "/repetitions");
    again
        .then()
        .statusCode(201)
        .body("repeats", equalTo(id(answer)))
        .header("Location", endsWith("/api/admin/calls/" + again.path("id")));
    admin()
        .get(again.header("Location"))
        .then()
        .statusCode(200)
        .body("outcome", equalTo("OK"))
        .body("key", nullValue())
        .body("tags.why", equalTo("again"));
    texts(again.path("id"))
        .statusCode(200)
        .body("request", containsString("hello there"))
        .body("answer.text", not(equalTo("")));
  }

  @Test
  void aRequestThatAGuardrailRefusedIsKeptWithoutWhatWasFound() {
    var answer =
        with(key(
                """
                , "keepsTexts": true, "guardrails": [{"kind": "pattern", "pattern": "bomb", "action": "refuse"},
                 {"kind": "sensitive-data", "email": "mask"}]"""))
            .body(hello("").replace("hello there", "a bomb for bob@example.com"))
            .post(CHAT);
    assertThat(answer.statusCode()).isEqualTo(400);
    texts(id(answer))
        .statusCode(200)
        .body("request", containsString("a [REDACTED] for [EMAIL]"))
        .body("answer.error", containsString("refused the request"));
  }

  @Test
  void aContinuedResponseIsAskedAgainWithItsConversation() {
    var key = keeping();
    var first = with(key).body("{\"input\": \"hello there\"}").post("/v1/responses");
    var second =
        with(key)
            .body(
                "{\"input\": \"and now?\", \"previous_response_id\": \"%s\"}"
                    .formatted(first.path("id").toString()))
            .post("/v1/responses");
    var again = admin().post("/api/admin/calls/" + id(second) + "/repetitions");
    again.then().statusCode(201);
    texts(again.path("id"))
        .statusCode(200)
        .body("answer.text", containsString("3 messages"))
        .body("request", containsString("\"store\":false"));
    admin()
        .get("/v1/responses/resp_" + again.path("id").toString().replace("-", ""))
        .then()
        .statusCode(404);
  }

  @Test
  void aRepetitionThatFailsIsACallToo() {
    var answer = with(keeping()).body(hello("")).post(CHAT);
    arena.faults(
        """
        {"wandb": {"status": 500}, "groq": {"status": 500}, "claude": {"status": 500}, "openai": {"status": 500}}""");
    var again = admin().post("/api/admin/calls/" + id(answer) + "/repetitions");
    again.then().statusCode(201);
    texts(again.path("id")).statusCode(200).body("answer.error", notNullValue());
  }

  @Test
  void whatCannotBeSentAgainSaysWhy() {
    var answer = with(keeping()).body(hello(", \"stream\": true")).post(CHAT);
    admin()
        .header("X-Ziggurat-Limit-Millis", "none")
        .post("/api/admin/calls/" + id(answer) + "/repetitions")
        .then()
        .statusCode(400)
        .body("detail", containsString("X-Ziggurat-Limit-Millis"));
    texts("no-id").statusCode(400).body("detail", containsString("id"));
  }

  @Test
  void aLongRequestIsCutAndNotSentAgain() {
    var answer =
        with(keeping())
            .body(
                "{\"messages\": [{\"role\": \"user\", \"content\": \"%s\"}]}"
                    .formatted("word ".repeat(60_000)))
            .post(CHAT);
    texts(id(answer)).statusCode(200).body("requestCut", equalTo(true)).body("curl", nullValue());
    admin()
        .post("/api/admin/calls/" + id(answer) + "/repetitions")
        .then()
        .statusCode(400)
        .body("detail", containsString("ziggurat.gateway.texts.largest"));
  }

  @Test
  void onlyAdminsReadThem() {
    var answer = with(keeping()).body(hello("")).post(CHAT);
    with("dev-viewer").get("/api/admin/calls/" + id(answer) + "/texts").then().statusCode(403);
    with("dev-viewer")
        .post("/api/admin/calls/" + id(answer) + "/repetitions")
        .then()
        .statusCode(403);
    Awaitility.await()
        .until(
            () ->
                !arena
                    .rows("select id from attempt where call_id = ?::uuid", id(answer))
                    .isEmpty());
    with("dev-viewer")
        .get("/console/calls/" + id(answer))
        .then()
        .statusCode(200)
        .body(not(containsString("hello there")));
    admin()
        .get("/console/calls/" + id(answer))
        .then()
        .statusCode(200)
        .body(containsString("hello there"))
        .body(containsString("Copy as curl"));
  }
}
