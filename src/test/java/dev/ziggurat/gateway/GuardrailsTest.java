package dev.ziggurat.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Guardrails of a key, through all APIs. The simulator repeats what a tool said. */
@QuarkusTest
class GuardrailsTest {

  private static final String SECRETS = "bob@example.com paid by 4111 1111 1111 1111";
  private static final String MASKED = "[EMAIL] paid by [CARD]";

  private static final String MASK =
      """
      {"kind": "sensitive-data", "name": "pii", "on": "%s", "email": "mask", "card": "mask"}""";

  private static final String JUDGED =
      """
      {"kind": "moderation", "on": "%s", "model": "judge/j-1", "onFailure": "%s"}""";

  private static final String TOOL_SAID =
      """
      {"model": "%s", "stream": %s, "temperature": 0,
       "tools": [{"type": "function", "function": {"name": "look", "parameters": {"type": "object"}}}],
       "messages": [{"role": "user", "content": "hello"},
         {"role": "assistant", "tool_calls": [{"id": "c1", "type": "function", "function": {"name": "look", "arguments": "{}"}}]},
         {"role": "tool", "tool_call_id": "c1", "content": "%s"}]}""";

  @Inject Arena arena;

  private String id;
  private String secret;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  private static RequestSpecification admin() {
    return given().header("Authorization", "Bearer dev-admin").contentType(ContentType.JSON);
  }

  private void key(String... guardrails) {
    var made =
        admin()
            .body(
                "{\"name\": \"Guarded\", \"keepsAnswers\": true, \"guardrails\": [%s]}"
                    .formatted(String.join(", ", guardrails)))
            .post("/api/admin/keys")
            .then()
            .statusCode(201)
            .extract()
            .jsonPath();
    id = made.getString("key.id");
    secret = made.getString("secret");
  }

  private RequestSpecification caller() {
    return given()
        .header("Authorization", "Bearer " + secret)
        .header("X-Ziggurat-Explain", "true")
        .contentType(ContentType.JSON);
  }

  private Response chat(String body) {
    return caller().body(body).post("/v1/chat/completions");
  }

  private static String content(String stream) {
    return stream
        .lines()
        .filter(line -> line.startsWith("data: {"))
        .map(line -> json(line.substring("data: ".length())))
        .collect(Collectors.joining());
  }

  private static String json(String chunk) {
    try {
      return new ObjectMapper().readTree(chunk).at("/choices/0/delta/content").asText("");
    } catch (JsonProcessingException e) {
      throw new AssertionError(chunk, e);
    }
  }

  private static ValidatableResponse call(Response answer) {
    var address = "/api/admin/calls/" + answer.header("X-Request-Id");
    Awaitility.await().until(() -> admin().get(address).statusCode() == 200);
    return admin().get(address).then();
  }

  @Test
  void whatAnAnswerSaysIsMasked() {
    key(MASK.formatted("answer"));
    var answer = chat(TOOL_SAID.formatted("auto", false, SECRETS));
    answer
        .then()
        .statusCode(200)
        .body("choices[0].message.content", containsString("The tools said: " + MASKED))
        .body("ziggurat.guardrails.detail", contains("masked 1 card, 1 email"));
    call(answer)
        .body("guardrails", hasSize(1))
        .body("guardrails[0].guardrail", equalTo("pii"))
        .body("guardrails[0].on", equalTo("answer"))
        .body("guardrails[0].did", equalTo("masked"));
  }

  @Test
  void whatAStreamSaysIsMasked() {
    key(MASK.formatted("answer"));
    var answer = chat(TOOL_SAID.formatted("auto", true, SECRETS));
    assertThat(content(answer.asString())).endsWith("The tools said: " + MASKED);
    assertThat(answer.asString()).endsWith("data: [DONE]\n\n").contains("masked 1 card, 1 email");
    call(answer).body("guardrails[0].detail", equalTo("masked 1 card, 1 email"));
  }

  @Test
  void cachedAnswersAreMaskedToo() {
    key(MASK.formatted("answer"));
    for (var stream : new boolean[] {false, true}) {
      var body = TOOL_SAID.formatted("auto", stream, SECRETS);
      assertThat(chat(body).header("X-Ziggurat-Cache")).isEqualTo("miss");
      var again = chat(body);
      assertThat(again.header("X-Ziggurat-Cache")).isEqualTo("hit");
      assertThat(again.asString()).doesNotContain("bob").doesNotContainPattern("\\b1111\\b");
      call(again).body("guardrails[0].detail", equalTo("masked 1 card, 1 email"));
    }
  }

  @Test
  void whatIsAskedIsMasked() {
    key(MASK.formatted("request"));
    var answer = chat(TOOL_SAID.formatted("auto", false, SECRETS));
    answer.then().body("choices[0].message.content", containsString("tools said: " + MASKED));
    call(answer).body("guardrails[0].on", equalTo("request"));
    var other =
        chat(TOOL_SAID.formatted("auto", false, "amy@example.org paid by 5555555555554444"));
    assertThat(other.header("X-Ziggurat-Cache")).as("the masked text is the key").isEqualTo("hit");
  }

  @Test
  void aRequestIsRefusedBeforeAnybodyIsAsked() {
    key("{\"kind\": \"sensitive-data\", \"name\": \"no mail\", \"email\": \"refuse\"}");
    var refused = chat(TOOL_SAID.formatted("auto", false, SECRETS));
    refused
        .then()
        .statusCode(400)
        .body("error.code", equalTo("content_policy_violation"))
        .body("error.type", equalTo("invalid_request_error"))
        .body("error.message", containsString("'no mail' refused the request"));
    assertThat(refused.asString()).doesNotContain("bob");
    call(refused)
        .body("outcome", equalTo("SKIPPED"))
        .body("attempts", equalTo(0))
        .body("guardrails[0].did", equalTo("refused"))
        .body("guardrails[0].guardrail", equalTo("no mail"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAnswerIsRefused(boolean stream) {
    key("{\"kind\": \"sensitive-data\", \"on\": \"answer\", \"card\": \"refuse\"}");
    var refused = chat(TOOL_SAID.formatted("auto", stream, SECRETS));
    assertThat(refused.statusCode()).isEqualTo(stream ? 200 : 400);
    assertThat(refused.asString())
        .contains("content_policy_violation", "'sensitive-data' refused the answer")
        .doesNotContainPattern("\\b4111\\b")
        .doesNotContain("[DONE]");
    call(refused).body("guardrails[0].did", equalTo("refused"));
  }

  /** Claude's answers are not passed on as they came, but translated. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatClaudeSaysIsMaskedInMessages(boolean stream) {
    key(MASK.formatted("answer"));
    var answer = messages(stream);
    assertThat(answer.header("X-Ziggurat-Provider")).isEqualTo("claude");
    assertThat(answer.asString())
        .contains(MASKED)
        .doesNotContain("bob")
        .doesNotContainPattern("\\b1111\\b");
    assertThat(answer.asString()).contains(stream ? "message_stop" : "\"end_turn\"");
  }

  private Response messages(boolean stream) {
    return caller()
        .body(
            """
            {"model": "claude-sonnet-5-5", "max_tokens": 500, "stream": %s,
             "tools": [{"name": "look", "input_schema": {"type": "object"}}],
             "messages": [{"role": "user", "content": "hello"},
               {"role": "assistant", "content": [{"type": "tool_use", "id": "toolu_1", "name": "look", "input": {"to": "amy@example.org"}}]},
               {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "toolu_1", "content": "%s"}]}]}"""
                .formatted(stream, SECRETS))
        .post("/v1/messages");
  }

  @Test
  void whatIsAskedOfClaudeIsMaskedInMessages() {
    key(MASK.formatted("request"));
    var answer = messages(false);
    assertThat(answer.asString()).contains(MASKED);
    call(answer).body("guardrails[0].detail", equalTo("masked 1 card, 2 email"));
  }

  @Test
  void anErrorOfMessagesNamesTheGuardrail() {
    key(
        "{\"kind\": \"pattern\", \"name\": \"no bob\", \"pattern\": \"(?i)BOB@\", \"action\": \"refuse\"}");
    messages(true)
        .then()
        .statusCode(400)
        .body("type", equalTo("error"))
        .body("error.type", equalTo("invalid_request_error"))
        .body("error.message", containsString("'no bob' refused the request"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void responsesAreMaskedAndKeptMasked(boolean stream) {
    key(MASK.formatted("both"));
    var answer =
        caller()
            .body(
                """
                {"model": "auto", "stream": %s, "store": true, "instructions": "tell bob@example.com",
                 "tools": [{"type": "function", "name": "look", "parameters": {"type": "object"}}],
                 "input": [{"role": "user", "content": "hello"},
                   {"type": "function_call", "call_id": "c1", "name": "look", "arguments": "{}"},
                   {"type": "function_call_output", "call_id": "c1", "output": "%s"}]}"""
                    .formatted(stream, SECRETS))
            .post("/v1/responses");
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    assertThat(answer.asString())
        .contains(MASKED)
        .doesNotContain("bob")
        .doesNotContainPattern("\\b1111\\b");
    var kept = "/v1/responses/resp_" + answer.header("X-Request-Id").replace("-", "");
    Awaitility.await().until(() -> caller().get(kept).statusCode() == 200);
    assertThat(caller().get(kept).asString() + caller().get(kept + "/input_items").asString())
        .contains(MASKED)
        .doesNotContain("bob");
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat/completions", "messages", "responses", "completions"})
  void toolsModelsAndSizesAreLimited(String api) {
    key(
        "{\"kind\": \"size\", \"requestCharacters\": 40, \"answerTokens\": 5}",
        "{\"kind\": \"allow-list\", \"models\": [\"claude-sonnet-5-5\"], \"tools\": [\"look\"]}");
    assertThat(asked(api, "claude-sonnet-5-5", "x".repeat(60)))
        .contains("'size' refused the request: it has 60 characters or more; 40 are allowed");
    assertThat(asked(api, "gpt-5", "hello")).contains("'allow-list' refused the request");
    assertThat(asked(api, "claude-sonnet-5-5", "hello")).contains("'size' refused the answer");
  }

  private String asked(String api, String model, String text) {
    var prompt =
        switch (api) {
          case "responses" -> "\"input\": \"%s\"";
          case "completions" -> "\"max_tokens\": 300, \"prompt\": \"%s\"";
          default ->
              "\"max_tokens\": 300, \"messages\": [{\"role\": \"user\", \"content\": \"%s\"}]";
        };
    return caller()
        .body("{\"model\": \"%s\", %s}".formatted(model, prompt.formatted(text)))
        .post("/v1/" + api)
        .asString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chat/completions|\"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"look\", \"description\": \"%s\"}}]",
        "responses|\"tools\": [{\"type\": \"function\", \"name\": \"look\", \"description\": \"%s\"}]",
        "messages|\"tools\": [{\"name\": \"look\", \"description\": \"%s\", \"input_schema\": {\"type\": \"object\"}}]",
        "chat/completions|\"functions\": [{\"name\": \"look\", \"description\": \"%s\"}]",
        "chat/completions|\"made_up\": {\"deep\": [\"%s\"]}",
        "messages|\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"container_upload\", \"note\": \"%s\"}]}]",
        "messages|\"messages\": [{\"role\": \"user\", \"content\": \"a\"}, {\"role\": \"assistant\", \"content\": [{\"type\": \"server_tool_use\", \"input\": \"%s\"}]}]"
      })
  void whatNoMessageSaysIsCheckedToo(String api, String fields) {
    var said =
        api.equals("responses")
            ? "\"input\": \"a\", "
            : fields.contains("\"messages\"")
                ? ""
                : "\"messages\": [{\"role\": \"user\", \"content\": \"a\"}], ";
    for (var limit : List.of("\"requestCharacters\": 400", "\"requestTokens\": 130")) {
      key("{\"kind\": \"size\", %s}".formatted(limit));
      caller()
          .body("{\"max_tokens\": 9, %s%s}".formatted(said, fields.formatted("word ".repeat(100))))
          .post("/v1/" + api)
          .then()
          .statusCode(400)
          .body("error.message", containsString("'size' refused the request"));
    }
  }

  @Test
  void aToolThatIsNotAllowedIsRefused() {
    key("{\"kind\": \"allow-list\", \"tools\": [\"search\"]}");
    chat(TOOL_SAID.formatted("auto", false, "nothing"))
        .then()
        .statusCode(400)
        .body("error.message", containsString("a tool of it is not allowed"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"kind\": \"none\"}|guardrails[1].kind",
        "{\"kind\": \"pattern\", \"name\": \"p\"}|guardrails[1].pattern",
        "{\"kind\": \"pattern\", \"name\": \"p\", \"pattern\": \"(a\"}|guardrails[1].pattern",
        "{\"kind\": \"pattern\", \"name\": \"p\", \"pattern\": \"(?<=a)b\"}|guardrails[1].pattern",
        "{\"kind\": \"pattern\", \"name\": \"p\", \"pattern\": \"a*\"}|guardrails[1].pattern",
        "{\"kind\": \"pattern\", \"name\": \"p\", \"pattern\": \"(((a{1000}){1000}){1000})\"}|guardrails[1].pattern",
        "{\"kind\": \"pattern\", \"name\": \"p\", \"pattern\": \"a\", \"email\": \"mask\"}|guardrails[1].email",
        "{\"kind\": \"sensitive-data\", \"card\": \"hide\"}|guardrails[1].card",
        "{\"kind\": \"sensitive-data\"}|guardrails[1].email",
        "{\"kind\": \"size\", \"name\": \"s\", \"answerTokens\": 0}|guardrails[1].answerTokens",
        "{\"kind\": \"size\", \"answerTokens\": 1}|guardrails[1].name",
        "{\"kind\": \"allow-list\", \"models\": [\"nobody\"]}|guardrails[1].models",
        "{\"kind\": \"moderation\", \"model\": \"nobody\"}|guardrails[1].model",
        "{\"kind\": \"webhook\", \"url\": \"ftp://x\"}|guardrails[1].url",
        "{\"kind\": \"webhook\", \"url\": \"https://a@example.com\"}|guardrails[1].url",
      })
  void aMistakeIsNamedByItsField(String guardrail, String field) {
    admin()
        .body(
            "{\"name\": \"k\", \"guardrails\": [{\"kind\": \"size\", \"answerTokens\": 1}, %s]}"
                .formatted(guardrail))
        .post("/api/admin/keys")
        .then()
        .statusCode(400)
        .body("detail", startsWith(field + ": "));
  }

  @Test
  void guardrailsAreShownChangedAndCleared() {
    key(MASK.formatted("both"));
    var address = "/api/admin/keys/" + id;
    admin().get(address).then().body("guardrails[0].name", equalTo("pii"));
    admin()
        .body("{\"guardrails\": [{\"kind\": \"pattern\", \"pattern\": \"bob\"}]}")
        .patch(address)
        .then()
        .statusCode(200)
        .body("guardrails.kind", contains("pattern"));
    admin().body("{\"name\": \"Other\"}").patch(address).then().body("guardrails", hasSize(1));
    admin().body("{\"guardrails\": null}").patch(address).then().body("guardrails", hasSize(0));
  }

  /** A model's verdict is a call of the key's, in its ledger and budget. */
  @Test
  void aModelJudgesRequestsAndAnswers() {
    try (var judge = new StubProvider()) {
      System.setProperty("JUDGE_API_KEY", "sk-judge");
      admin()
          .body(
              """
              {"id": "judge", "name": "The Judge", "apiBase": "%s", "keyVariable": "JUDGE_API_KEY", "defaultModel": "j-1"}"""
                  .formatted(judge.base()))
          .post("/api/admin/providers")
          .then()
          .statusCode(201);
      judge.says("{\\\"verdict\\\": \\\"allow\\\", \\\"category\\\": \\\"none\\\"}");
      key(JUDGED.formatted("both", "refuse"));
      for (var stream : new boolean[] {false, true}) {
        var passed = chat(TOOL_SAID.formatted("auto", stream, "nothing"));
        assertThat(passed.asString()).contains(stream ? "[DONE]" : "The tools said: nothing");
        call(passed)
            .body("guardrails.did", contains("passed", "passed"))
            .body("guardrails.on", contains("request", "answer"));
      }
      assertThat(judge.asked().getFirst().body().toString()).contains("<tool>", "nothing");
      Awaitility.await()
          .until(
              () ->
                  arena.number(
                          "select count(*) from attempt where key_id = ?::uuid and source = 'guardrail' and provider = 'judge' and outcome = 'OK'",
                          id)
                      == 4);
      judge.says("{\\\"verdict\\\": \\\"refuse\\\", \\\"category\\\": \\\"hate\\\"}");
      assertThat(chat(TOOL_SAID.formatted("auto", true, "x")).asString())
          .contains("'moderation' refused the request: the verdict was to refuse it: hate");
      key(JUDGED.formatted("answer", "refuse"));
      var refused = chat(TOOL_SAID.formatted("auto", true, "x"));
      assertThat(refused.asString())
          .contains("'moderation' refused the answer")
          .doesNotContain("The tools")
          .doesNotContain("[DONE]");
      judge.says("no verdict");
      assertThat(chat(TOOL_SAID.formatted("auto", false, "x")).statusCode()).isEqualTo(400);
      key(JUDGED.formatted("answer", "pass"));
      var open = chat(TOOL_SAID.formatted("auto", false, "x"));
      assertThat(open.statusCode()).isEqualTo(200);
      call(open).body("guardrails.did", contains("failed-open"));
    } finally {
      System.clearProperty("JUDGE_API_KEY");
      admin().delete("/api/admin/providers/judge");
    }
  }

  @Test
  void theListOfAKeyMayNotHaveWebhooksThatCannotBeSigned() {
    admin()
        .body(
            """
            {"name": "k", "guardrails": [{"kind": "webhook", "url": "https://example.com"}]}""")
        .post("/api/admin/keys")
        .then()
        .statusCode(400)
        .body("detail", startsWith("guardrails[0].url: "))
        .body("detail", containsString("ziggurat.guardrails.webhook.signing-key"));
  }

  @Test
  void inputOfEmbeddingsIsCheckedToo() {
    key(MASK.formatted("request"));
    for (var input : new String[] {"\"pay a@example.org\"", "[\"pay a@example.org\"]"}) {
      var answer =
          caller()
              .body("{\"model\": \"text-embedding-3-small\", \"input\": %s}".formatted(input))
              .post("/v1/embeddings");
      answer.then().statusCode(200).body("ziggurat.guardrails.detail", contains("masked 1 email"));
    }
  }

  @Test
  void inputAsTokensCannotBeChecked() {
    key(MASK.formatted("request"));
    caller()
        .body("{\"model\": \"text-embedding-3-small\", \"input\": [1, 2, 3]}")
        .post("/v1/embeddings")
        .then()
        .statusCode(400)
        .body("error.param", equalTo("input"));
  }

  @Test
  void vectorsPassGuardrailsOfAnswers() {
    key(MASK.formatted("answer"));
    caller()
        .body("{\"model\": \"text-embedding-3-small\", \"input\": \"hello\"}")
        .post("/v1/embeddings")
        .then()
        .statusCode(200)
        .body("data[0].object", equalTo("embedding"));
  }
}
