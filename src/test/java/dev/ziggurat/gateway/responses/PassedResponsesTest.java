package dev.ziggurat.gateway.responses;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What OpenAI, which speaks the Responses API itself, is sent, and what comes back. */
@QuarkusTest
class PassedResponsesTest {

  private static final String REASONER = "openai/gpt-6-luna";
  private static final String USUAL = "openai/gpt-4o-mini";
  private static final String TOOLS =
      """
      "tools": [{"type": "function", "name": "get_weather", "parameters": {"type": "object",
        "properties": {"city": {"enum": ["Ur"]}}, "required": ["city"]}},
        {"type": "function", "name": "get_time", "parameters": {"type": "object", "properties": {}}}]
      """;

  @Inject Arena arena;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  private static ValidatableResponse ask(String model, String fields) {
    return given()
        .header("Authorization", "Bearer dev-admin")
        .contentType(ContentType.JSON)
        .body("{\"model\": \"%s\", %s}".formatted(model, fields))
        .post("/v1/responses")
        .then();
  }

  private static EventOrder stream(String model, String fields) {
    return EventOrder.of(
            ask(model, "\"stream\": true, " + fields)
                .statusCode(200)
                .contentType("text/event-stream")
                .extract()
                .asString())
        .check();
  }

  private static JsonNode response(String model, boolean streamed, String fields) {
    return streamed
        ? stream(model, fields).response()
        : EventOrder.json(ask(model, fields).statusCode(200).extract().asString());
  }

  /** What the provider was sent last. */
  private static Map<String, Object> sent() {
    return given().get("/simulator/observations").jsonPath().getMap("latest[-1].parameters");
  }

  @Test
  void theRequestIsSentAsItsCallerWroteIt() {
    ask(
            USUAL,
            """
            "input": "hello there", "instructions": "Be short.", "metadata": {"a": "b"}, "fallback": false,
            "made_up": {"deep": [1]}, "temperature": 0.5, "max_output_tokens": 500, "truncation": "auto"
            """)
        .statusCode(200)
        .header("X-Ziggurat-Provider", equalTo("openai"))
        .header("X-Ziggurat-Cost", matchesPattern("0\\.\\d+"))
        .body("id", matchesPattern("resp_[0-9a-f]{32}"))
        .body("output[0].id", matchesPattern("msg_[0-9a-f]{36}"))
        .body("output[0].content[0].text", containsString("2 words"))
        .body("output[0].phase", equalTo("final_answer"))
        .body("billing", equalTo("simulated"))
        .body("model", startsWith("gpt-4o-mini"))
        .body("metadata", equalTo(Map.of("a", "b")))
        .body("max_output_tokens", equalTo(500))
        .body("instructions", equalTo("Be short."))
        .body("store", is(true));
    assertThat(sent())
        .containsEntry("store", false)
        .containsEntry("truncation", "auto")
        .containsEntry("instructions", "Be short.")
        .containsEntry("max_output_tokens", 500)
        .containsEntry("made_up", Map.of("deep", List.of(1)))
        .containsKey("input")
        .doesNotContainKeys("metadata", "include", "fallback", "previous_response_id");
  }

  /**
   * Without a limit of the caller's, that of the model bounds the cost; the caller sees its own.
   */
  @Test
  void whatTheCallerDidNotSendIsNotInTheAnswer() {
    ask(REASONER, "\"input\": \"hello there\", \"temperature\": 0.2, \"store\": false")
        .statusCode(200)
        .body("max_output_tokens", nullValue())
        .body("store", is(false))
        .body("previous_response_id", nullValue())
        .body("output[0].encrypted_content", nullValue());
    assertThat(sent())
        .containsKey("max_output_tokens")
        .doesNotContainKeys("temperature", "include");
  }

  /**
   * The reasoning of the first answer goes back as only OpenAI can read it, under no id of ours.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void encryptedReasoningComesBackWithItsConversation(boolean streamed) {
    var first = response(REASONER, streamed, "\"input\": \"hello there\"");
    assertThat(sent()).containsEntry("include", List.of("reasoning.encrypted_content"));
    assertThat(first.at("/output/0/type").asText()).isEqualTo("reasoning");
    assertThat(first.at("/output/0/id").asText()).matches("rs_[0-9a-f]{36}");
    var encrypted = first.at("/output/0/encrypted_content").asText();
    assertThat(encrypted).startsWith("gAAAA");
    var second =
        response(
            REASONER,
            streamed,
            "\"previous_response_id\": \"%s\", \"input\": \"three more words\""
                .formatted(first.path("id").asText()));
    assertThat(second.path("previous_response_id")).isEqualTo(first.path("id"));
    assertThat(second.at("/output/1/content/0/text").asText()).contains("3 words", "3 messages");
    assertThat(input())
        .extracting(item -> item.path("type").asText())
        .containsExactly("message", "reasoning", "message", "message");
    assertThat(input().get(1).path("encrypted_content").asText()).isEqualTo(encrypted);
    assertThat(input()).noneMatch(item -> item.has("id"));
    assertThat(input().get(2).path("phase").asText()).isEqualTo("final_answer");
  }

  /** The items that the provider was sent last. */
  private static JsonNode input() {
    return EventOrder.json(given().get("/simulator/observations").asString())
        .path("latest")
        .valueStream()
        .reduce((first, second) -> second)
        .orElseThrow()
        .at("/parameters/input");
  }

  /** Others' reasoning cannot be read by OpenAI, nor OpenAI's by others. */
  @Test
  void aConversationGoesFromProviderToProvider() {
    var first = response("groq/openai/gpt-oss-120b", false, "\"input\": \"hello there\"");
    assertThat(first.at("/output/0/type").asText()).isEqualTo("reasoning");
    var next = "\"previous_response_id\": \"%s\", \"input\": \"three more words\"";
    var second = response(REASONER, false, next.formatted(first.path("id").asText()));
    assertThat(second.at("/output/1/content/0/text").asText()).contains("3 messages");
    assertThat(input()).extracting(item -> item.path("type").asText()).doesNotContain("reasoning");
    var third =
        response("claude/claude-sonnet-5-5", true, next.formatted(second.path("id").asText()));
    assertThat(third.toString()).contains("5 messages");
  }

  /** As programs continue that know of their earlier responses only the ids, or have it all. */
  @Test
  void itemsComeBackByTheirIdsOrWhole() {
    var first = response(REASONER, false, "\"input\": \"hello there\"");
    var referred =
        """
        "input": [{"role": "user", "content": "hello there"}, {"type": "item_reference", "id": "%s"},
          {"type": "item_reference", "id": "%s"}, {"role": "user", "content": "three more words"}]
        """
            .formatted(first.at("/output/0/id").asText(), first.at("/output/1/id").asText());
    ask(REASONER, referred)
        .statusCode(200)
        .body("output[1].content[0].text", containsString("3 messages"));
    var whole =
        """
        "store": false, "input": [{"role": "user", "content": "hello there"}, %s, %s, {"role": "user", "content": "three more words"}]
        """
            .formatted(first.at("/output/0"), first.at("/output/1"));
    ask(REASONER, whole)
        .statusCode(200)
        .body("output[1].content[0].text", containsString("3 messages"));
    assertThat(input().get(1).path("encrypted_content"))
        .isEqualTo(first.at("/output/0/encrypted_content"));
  }

  @ParameterizedTest
  @CsvSource({USUAL + ", false", USUAL + ", true", REASONER + ", false", REASONER + ", true"})
  void toolsAreCalledAndTheirOutputsRead(String model, boolean streamed) {
    var asked = TOOLS + ", \"input\": ";
    var first = response(model, streamed, asked + "\"Call get_weather and get_time\"");
    var calls =
        first
            .path("output")
            .valueStream()
            .filter(item -> item.path("type").asText().equals("function_call"))
            .toList();
    assertThat(calls)
        .extracting(call -> call.path("name").asText() + call.path("arguments").asText())
        .containsExactly("get_weather{\"city\":\"Ur\"}", "get_time{}");
    var outputs =
        calls.stream()
            .map(
                call ->
                    "{\"type\": \"function_call_output\", \"call_id\": \"%s\", \"output\": \"%s is fine\"}"
                        .formatted(call.path("call_id").asText(), call.path("name").asText()))
            .toList();
    var second =
        response(
            model,
            streamed,
            "\"previous_response_id\": \"%s\", ".formatted(first.path("id").asText())
                + asked
                + outputs);
    assertThat(second.toString()).contains("get_weather is fine; get_time is fine");
  }

  @Test
  void eventsArePassedOnWithNothingLeftOut() {
    var events =
        stream(REASONER, "\"input\": \"hello there\", \"reasoning\": {\"summary\": \"auto\"}");
    assertThat(events.types())
        .containsSubsequence(
            "response.created",
            "response.in_progress",
            "response.output_item.added",
            "response.reasoning_summary_part.added",
            "response.reasoning_summary_text.delta",
            "response.reasoning_summary_text.done",
            "response.reasoning_summary_part.done",
            "response.output_item.done",
            "response.output_item.added",
            "response.content_part.added",
            "response.output_text.delta",
            "response.output_text.done",
            "response.content_part.done",
            "response.output_item.done",
            "response.completed");
    assertThat(events.events().toString()).contains("\"obfuscation\"");
    assertThat(events.deltas("response.output_text.delta")).contains("2 words");
    assertThat(events.response().at("/usage/output_tokens_details/reasoning_tokens").asInt())
        .isPositive();
    assertThat(events.events().getFirst().at("/response/id"))
        .isEqualTo(events.response().path("id"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSchemaHoldsTheAnswer(boolean streamed) {
    var response =
        response(
            USUAL,
            streamed,
            """
            "input": "How old?", "text": {"format": {"type": "json_schema", "name": "age", "strict": false, "schema": {
              "type": "object", "properties": {"age": {"type": "integer", "minimum": 3}}, "required": ["age"]}}}
            """);
    assertThat(response.at("/output/0/content/0/text").asText()).isEqualTo("{\"age\":3}");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anAnswerThatIsCutIsIncomplete(boolean streamed) {
    var response =
        response(USUAL, streamed, "\"input\": \"hello there\", \"max_output_tokens\": 16");
    assertThat(sent()).containsKey("input");
    assertThat(response.path("status").asText()).isEqualTo("incomplete");
    assertThat(response.at("/incomplete_details/reason").asText()).isEqualTo("max_output_tokens");
  }

  /** Fewer than OpenAI's Responses API accepts, so it is asked by chat completions. */
  @Test
  void fewerTokensThanTheApiAcceptsAreATranslation() {
    ask(USUAL, "\"input\": \"hello there\", \"max_output_tokens\": 3")
        .statusCode(200)
        .body("incomplete_details.reason", equalTo("max_output_tokens"));
    assertThat(sent()).doesNotContainKey("input").containsEntry("max_completion_tokens", 3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRefusalIsPassedOn(boolean streamed) {
    arena.faults("{\"openai\": {\"refusal\": true}}");
    var response = response(USUAL, streamed, "\"input\": \"hello there\"");
    assertThat(response.at("/output/0/content/0/type").asText()).isEqualTo("refusal");
    assertThat(response.at("/output/0/content/0/refusal").asText()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"status\": 401",
        "\"status\": 429",
        "\"status\": 500",
        "\"status\": 400",
        "\"status\": 400, \"variant\": \"context\"",
        "\"errorInside\": 429"
      })
  void errorsAreThoseOfChatCompletions(String fault) {
    for (var streamed : List.of(false, true)) {
      var chat = refused(fault, "chat/completions", "messages", streamed);
      var response = refused(fault, "responses", "input", streamed);
      assertThat(sent()).containsKey("input");
      assertThat(response.statusCode()).isEqualTo(chat.statusCode()).isGreaterThanOrEqualTo(400);
      for (var field : List.of("code", "type", "message")) {
        assertThat(response.<Object>path("error." + field)).isEqualTo(chat.path("error." + field));
      }
    }
  }

  private Response refused(String fault, String api, String field, boolean streamed) {
    arena.calm();
    arena.faults("{\"openai\": {%s}}".formatted(fault));
    return given()
        .header("Authorization", "Bearer dev-admin")
        // Less than what the simulator's 429 asks to wait, so that none is asked twice.
        .header("X-Ziggurat-Limit-Millis", 3_000)
        .contentType(ContentType.JSON)
        .body(
            """
            {"model": "%s", "fallback": false, "stream": %s, "%s": [{"role": "user", "content": "hello"}]}
            """
                .formatted(USUAL, streamed, field))
        .post("/v1/" + api);
  }

  /** Before the first content the next provider answers, by translation. */
  @Test
  void theNextProviderAnswers() {
    arena.faults("{\"openai\": {\"errorAfterChunks\": 0}}");
    var answer =
        ask(USUAL, "\"stream\": true, \"input\": \"hello there\"").statusCode(200).extract();
    assertThat(answer.header("X-Ziggurat-Provider")).isNotEqualTo("openai");
    assertThat(EventOrder.of(answer.asString()).check().types()).endsWith("response.completed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cutAfterChunks", "errorAfterChunks"})
  void aStreamThatBreaksOffFails(String fault) {
    arena.faults("{\"openai\": {\"%s\": 2}}".formatted(fault));
    var events = stream(USUAL, "\"input\": \"hello there\"");
    assertThat(events.types()).endsWith("response.failed");
    assertThat(events.response().at("/error/code").asText()).isEqualTo("server_error");
    assertThat(events.response().at("/output/0/status").asText()).isEqualTo("incomplete");
    assertThat(events.response().at("/output/0/content/0/text").asText()).isNotBlank();
  }

  @Test
  void theExplanationTellsWhetherTheRequestWasPassedOn() {
    for (var streamed : List.of(false, true)) {
      for (var model : List.of(USUAL, "groq/openai/gpt-oss-120b")) {
        var text =
            given()
                .header("Authorization", "Bearer dev-admin")
                .header("X-Ziggurat-Explain", "true")
                .contentType(ContentType.JSON)
                .body(
                    "{\"model\": \"%s\", \"input\": \"hello\", \"stream\": %s}"
                        .formatted(model, streamed))
                .post("/v1/responses")
                .asString();
        assertThat(parsed(text, streamed).at("/ziggurat/native").asBoolean())
            .isEqualTo(model.equals(USUAL));
      }
    }
  }

  @Test
  void anAnswerIsCachedAndKeptLikeOthers() {
    var secret =
        given()
            .header("Authorization", "Bearer dev-admin")
            .contentType(ContentType.JSON)
            .body("{\"name\": \"Speaks\", \"keepsAnswers\": true}")
            .post("/api/admin/keys")
            .jsonPath()
            .getString("secret");
    var body =
        "{\"model\": \"%s\", \"input\": \"hello there\", \"temperature\": 0, \"stream\": %s}";
    for (var streamed : List.of(false, true)) {
      var first = with(secret).body(body.formatted(USUAL, streamed)).post("/v1/responses");
      var second = with(secret).body(body.formatted(USUAL, streamed)).post("/v1/responses");
      assertThat(first.header("X-Ziggurat-Cache")).isEqualTo("miss");
      assertThat(second.header("X-Ziggurat-Cache")).isEqualTo("hit");
      var one = parsed(first.asString(), streamed);
      var other = parsed(second.asString(), streamed);
      assertThat(other.at("/output/0/content")).isEqualTo(one.at("/output/0/content"));
      assertThat(other.path("id")).isNotEqualTo(one.path("id"));
      assertThat(
              EventOrder.json(
                  with(secret).get("/v1/responses/" + other.path("id").asText()).asString()))
          .isEqualTo(other);
    }
  }

  private static RequestSpecification with(String secret) {
    return given().header("Authorization", "Bearer " + secret).contentType(ContentType.JSON);
  }

  private static JsonNode parsed(String text, boolean streamed) {
    return streamed ? EventOrder.of(text).check().response() : EventOrder.json(text);
  }
}
