package dev.ziggurat.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guardrails of a key, through all APIs. The simulator repeats what a tool said. */
@QuarkusTest
class GuardrailsTest {

  private static final String SECRETS = "bob@example.com paid by 4111 1111 1111 1111";
  private static final String MASKED = "[EMAIL] paid by [CARD]";

  private static final String MASK =
      """
      {"kind": "sensitive-data", "name": "pii", "on": "%s", "email": "mask", "card": "mask"}""";

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
      assertThat(again.asString()).doesNotContain("bob").doesNotContain("1111");
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
        .doesNotContain("4111")
        .doesNotContain("[DONE]");
    call(refused).body("guardrails[0].did", equalTo("refused"));
  }
}
