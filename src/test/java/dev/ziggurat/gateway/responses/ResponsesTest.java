package dev.ziggurat.gateway.responses;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs that speak OpenAI's Responses API get. */
@QuarkusTest
class ResponsesTest {

  private static final String CLAUDE = "claude/claude-sonnet-5-5";
  private static final String REASONER = "groq/openai/gpt-oss-120b";
  private static final String TOOLS =
      """
      "tools": [{"type": "function", "name": "get_weather", "parameters": {"type": "object",
        "properties": {"city": {"enum": ["Ur"]}}, "required": ["city"]}},
        {"type": "function", "name": "get_time", "parameters": {"type": "object", "properties": {}}}]
      """;

  @Inject Arena arena;
  @Inject ResponseQueue queue;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  private static RequestSpecification caller() {
    return with("dev-admin");
  }

  private static RequestSpecification with(String secret) {
    return given().header("Authorization", "Bearer " + secret).contentType(ContentType.JSON);
  }

  private static ValidatableResponse ask(String fields) {
    return caller().body("{" + fields + "}").post("/v1/responses").then();
  }

  private static EventOrder stream(String fields) {
    return EventOrder.of(
            ask("\"stream\": true, " + fields)
                .statusCode(200)
                .contentType("text/event-stream")
                .extract()
                .asString())
        .check();
  }

  private static String key(String terms) {
    return caller()
        .body("{\"name\": \"Speaks\"" + terms + "}")
        .post("/api/admin/keys")
        .then()
        .statusCode(201)
        .extract()
        .jsonPath()
        .getString("secret");
  }

  private static ValidatableResponse get(String id) {
    return caller().get("/v1/responses/" + id).then();
  }

  /** The messages that the provider was sent last. */
  private static Map<String, Object> sent() {
    return given().get("/simulator/observations").jsonPath().getMap("latest[-1].parameters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", CLAUDE, REASONER, "openai/gpt-6-luna"})
  void everyProviderAnswersInOpenAisShape(String model) {
    var answer =
        ask("\"model\": \"%s\", \"input\": \"hello there\"".formatted(model))
            .statusCode(200)
            .header("X-Ziggurat-Provider", notNullValue())
            .header("X-Ziggurat-Attempts", "1")
            .header("X-Ziggurat-Cost", notNullValue())
            .body("object", equalTo("response"))
            .body("id", matchesPattern("resp_[0-9a-f]{32}"))
            .body("created_at", greaterThan(0))
            .body("status", equalTo("completed"))
            .body("error", nullValue())
            .body("incomplete_details", nullValue())
            .body("output.findAll { it.type == 'message' }", hasSize(1))
            .body("output[-1].type", equalTo("message"))
            .body("output[-1].id", startsWith("msg_"))
            .body("output[-1].role", equalTo("assistant"))
            .body("output[-1].status", equalTo("completed"))
            .body("output[-1].content[0].type", equalTo("output_text"))
            .body("output[-1].content[0].annotations", hasSize(0))
            .body("output[-1].content[0].text", containsString("2 words"))
            .body("usage.input_tokens", greaterThan(0))
            .body("usage.input_tokens_details.cached_tokens", notNullValue())
            .body("usage.output_tokens_details.reasoning_tokens", notNullValue())
            .body("usage.total_tokens", greaterThan(0))
            .body("parallel_tool_calls", is(true))
            .body("text.format.type", equalTo("text"))
            .body("tool_choice", equalTo("auto"))
            .body("store", is(true))
            .extract();
    var call = answer.header("X-Request-Id");
    assertThat(answer.jsonPath().getString("id")).isEqualTo("resp_" + call.replace("-", ""));
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        arena.rows(
                            "select source || outcome from attempt where call_id = ?::uuid", call))
                    .containsExactly("gatewayOK"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", CLAUDE, REASONER, "openai/gpt-6-luna"})
  void everyProvidersStreamIsEventsInTheirOrder(String model) {
    var events = stream("\"model\": \"%s\", \"input\": \"hello there\"".formatted(model));
    assertThat(events.types()).endsWith("response.completed");
    assertThat(events.deltas("response.output_text.delta")).contains("2 words");
    assertThat(events.response().at("/usage/total_tokens").asInt()).isPositive();
    assertThat(events.response().at("/id"))
        .isEqualTo(events.events().getFirst().at("/response/id"));
  }

  @Test
  void parametersAreRepeated() {
    ask("""
            "input": "hello", "instructions": "Be short.", "temperature": 0.5, "top_p": 0.9, "max_output_tokens": 500,
            "metadata": {"a": "b"}, "user": "u", "store": false, "reasoning": {"effort": "low"}, "truncation": "auto",
            "parallel_tool_calls": false, "tool_choice": "none", %s
            """
            .formatted(TOOLS))
        .statusCode(200)
        .body("instructions", equalTo("Be short."))
        .body("temperature", equalTo(0.5f))
        .body("top_p", equalTo(0.9f))
        .body("max_output_tokens", equalTo(500))
        .body("metadata", equalTo(Map.of("a", "b")))
        .body("user", equalTo("u"))
        .body("store", is(false))
        .body("reasoning.effort", equalTo("low"))
        .body("truncation", equalTo("disabled"))
        .body("parallel_tool_calls", is(false))
        .body("tool_choice", equalTo("none"))
        .body("tools.name", contains("get_weather", "get_time"))
        .body("output[-1].content[0].text", containsString("2 messages"));
    assertThat(sent()).doesNotContainKeys("metadata", "store", "instructions", "input");
  }

  @ParameterizedTest
  @CsvSource({"auto, false", "auto, true", CLAUDE + ", false", CLAUDE + ", true"})
  void toolsAreCalledAndTheirOutputsRead(String model, boolean streamed) {
    var asked = "\"model\": \"%s\", %s, \"input\": ".formatted(model, TOOLS);
    var question = "{\"role\": \"user\", \"content\": \"Call get_weather and get_time\"}";
    var first = asked + "[" + question + "]";
    var response =
        streamed
            ? stream(first).response()
            : EventOrder.json(ask(first).statusCode(200).extract().asString());
    var calls =
        response
            .path("output")
            .valueStream()
            .filter(item -> item.path("type").asText().equals("function_call"))
            .toList();
    assertThat(calls)
        .extracting(call -> call.path("name").asText() + call.path("arguments").asText())
        .containsExactly("get_weather{\"city\":\"Ur\"}", "get_time{}");
    var outputs = new StringBuilder(question);
    response.path("output").forEach(item -> outputs.append(", ").append(item));
    for (var call : calls) {
      outputs.append(
          ", {\"type\": \"function_call_output\", \"call_id\": \"%s\", \"output\": \"%s is fine\"}"
              .formatted(call.path("call_id").asText(), call.path("name").asText()));
    }
    ask(asked + "[" + outputs + "]")
        .statusCode(200)
        .body(
            "output[-1].content[0].text", containsString("get_weather is fine; get_time is fine"));
  }

  /** A message may stand between a call and its output, and outputs in any order. */
  @ParameterizedTest
  @ValueSource(strings = {"groq/openai/gpt-oss-120b", CLAUDE})
  void outputsOfToolsMayComeLater(String model) {
    ask("""
            "model": "%s", %s, "input": [{"role": "user", "content": "Call get_weather and get_time"},
              {"type": "function_call", "call_id": "call_1", "name": "get_weather", "arguments": "{}"},
              {"type": "function_call", "call_id": "call_2", "name": "get_time", "arguments": "{}"},
              {"role": "user", "content": "Hurry."},
              {"type": "function_call_output", "call_id": "call_2", "output": "get_time is fine"},
              {"type": "function_call_output", "call_id": "call_1", "output": "get_weather is fine"}]
            """
            .formatted(model, TOOLS))
        .statusCode(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "No tool output found for function call c1. | {\"type\": \"function_call\", \"call_id\": \"c1\", \"name\": \"look\", \"arguments\": \"{}\"}",
        "No tool call found for custom tool call output with call_id c1. | {\"type\": \"custom_tool_call_output\", \"call_id\": \"c1\", \"output\": \"x\"}",
      })
  void aCallNeedsItsOutputAndAnOutputItsCall(String message, String item) {
    ask("\"input\": [{\"role\": \"user\", \"content\": \"hello\"}, %s]".formatted(item))
        .statusCode(400)
        .body("error.message", equalTo(message))
        .body("error.param", equalTo("input"))
        .body("error.type", equalTo("invalid_request_error"));
  }

  @Test
  void reasoningIsAnItem() {
    var asked = "\"model\": \"%s\", \"input\": \"hello there\"".formatted(REASONER);
    var events = stream(asked);
    assertThat(events.types()).contains("response.reasoning_text.delta");
    assertThat(events.response().at("/output/0/type").asText()).isEqualTo("reasoning");
    assertThat(events.response().at("/output/0/content/0/text").asText()).isNotBlank();
    ask(asked + ", \"reasoning\": {\"summary\": \"auto\"}")
        .statusCode(200)
        .body("output[0].type", equalTo("reasoning"))
        .body("output[0].summary[0].type", equalTo("summary_text"))
        .body("output[0].summary[0].text", not(equalTo("")));
    assertThat(stream(asked + ", \"reasoning\": {\"summary\": \"auto\"}").types())
        .contains(
            "response.reasoning_summary_part.added",
            "response.reasoning_summary_text.delta",
            "response.reasoning_summary_text.done",
            "response.reasoning_summary_part.done");
    assertThat(sent()).doesNotContainKey("reasoning_summary");
  }

  @Test
  void schemasHoldTheAnswer() {
    ask("""
            "input": "How old?", "text": {"format": {"type": "json_schema", "name": "age", "strict": true, "schema": {
              "type": "object", "properties": {"age": {"type": "integer", "minimum": 3}}, "required": ["age"]}}}
            """)
        .statusCode(200)
        .body("output[-1].content[0].text", equalTo("{\"age\":3}"))
        .body("text.format.name", equalTo("age"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anAnswerThatIsCutIsIncomplete(boolean streamed) {
    var asked = "\"input\": \"hello there\", \"max_output_tokens\": 3";
    var response =
        streamed
            ? stream(asked).response()
            : EventOrder.json(ask(asked).statusCode(200).extract().asString());
    assertThat(response.path("status").asText()).isEqualTo("incomplete");
    assertThat(response.at("/incomplete_details/reason").asText()).isEqualTo("max_output_tokens");
    assertThat(response.at("/output/0/status").asText()).isEqualTo("incomplete");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRefusalIsAPartOfItsOwn(boolean streamed) {
    arena.faults("{\"claude\": {\"refusal\": true}}");
    var asked = "\"model\": \"%s\", \"input\": \"hello there\"".formatted(CLAUDE);
    var response =
        streamed
            ? stream(asked).response()
            : EventOrder.json(ask(asked).statusCode(200).extract().asString());
    assertThat(response.at("/incomplete_details/reason").asText()).isEqualTo("content_filter");
    assertThat(response.at("/output/0/content/0/type").asText()).isEqualTo("refusal");
    assertThat(response.at("/output/0/content/0/refusal").asText()).isNotBlank();
  }

  @Test
  void theNextProviderAnswersBeforeTheFirstEvent() {
    arena.faults("{\"wandb\": {\"status\": 503}}");
    var answer = ask("\"stream\": true, \"input\": \"hello there\"").statusCode(200).extract();
    assertThat(answer.header("X-Ziggurat-Provider")).isEqualTo("groq");
    assertThat(EventOrder.of(answer.asString()).check().types()).endsWith("response.completed");
  }

  @Test
  void aStreamThatBreaksOffFails() {
    arena.faults("{\"wandb\": {\"cutAfterChunks\": 2}}");
    var events = stream("\"input\": \"hello there\"");
    assertThat(events.types()).endsWith("response.failed");
    assertThat(events.response().at("/error/code").asText()).isEqualTo("server_error");
    assertThat(events.response().at("/error/message").asText()).contains("interrupted");
    assertThat(events.response().path("store").asBoolean(true)).isFalse();
    get(events.response().path("id").asText()).statusCode(404);
  }

  @Test
  void aConversationIsContinuedByItsLastResponse() {
    var first =
        ask("\"instructions\": \"Be short.\", \"input\": \"hello there\"")
            .extract()
            .jsonPath()
            .getString("id");
    var second =
        stream(
            "\"previous_response_id\": \"%s\", \"input\": \"three more words\"".formatted(first));
    // Instructions are not carried over.
    assertThat(second.deltas("response.output_text.delta")).contains("3 words", "3 messages");
    assertThat(second.response().path("previous_response_id").asText()).isEqualTo(first);
    ask("\"previous_response_id\": \"%s\", \"input\": \"once more\""
            .formatted(second.response().path("id").asText()))
        .statusCode(200)
        .body("output[-1].content[0].text", containsString("5 messages"));
  }

  @Test
  void aKeptResponseIsFoundAndDeleted() {
    var answer = ask("\"input\": \"hello there\"").extract().jsonPath();
    var id = answer.getString("id");
    get(id).statusCode(200).body("", equalTo(answer.getMap("")));
    caller()
        .delete("/v1/responses/" + id)
        .then()
        .statusCode(200)
        .body("id", equalTo(id))
        .body("object", equalTo("response"))
        .body("deleted", is(true));
    get(id)
        .statusCode(404)
        .body("error.message", equalTo("Response with id '" + id + "' not found."))
        .body("error.type", equalTo("invalid_request_error"));
    caller().delete("/v1/responses/" + id).then().statusCode(404);
    ask("\"input\": \"hello\", \"previous_response_id\": \"%s\"".formatted(id))
        .statusCode(400)
        .body("error.code", equalTo("previous_response_not_found"))
        .body("error.param", equalTo("previous_response_id"));
  }

  @Test
  void aCompleteResponseCannotBeCancelled() {
    var id = ask("\"input\": \"hello there\"").extract().jsonPath().getString("id");
    caller()
        .post("/v1/responses/%s/cancel".formatted(id))
        .then()
        .statusCode(400)
        .body("error.type", equalTo("invalid_request_error"))
        .body("error.message", startsWith("Cannot cancel a synchronous response"));
    with(key(""))
        .post("/v1/responses/%s/cancel".formatted(id))
        .then()
        .statusCode(404)
        .body("error.message", containsString(id));
  }

  @Test
  void tokensAreEstimatedWithoutACall() {
    for (var body :
        List.of(
            "\"input\": \"%s\"".formatted("word ".repeat(30)),
            "\"instructions\": \"%s\", \"input\": [{\"role\": \"user\", \"content\": \"a\"}]"
                .formatted("word ".repeat(30)))) {
      caller()
          .body("{%s}".formatted(body))
          .post("/v1/responses/input_tokens")
          .then()
          .statusCode(200)
          .header("X-Ziggurat-Provider", nullValue())
          .body("object", equalTo("response.input_tokens"))
          .body("input_tokens", greaterThan(49));
    }
    assertThat(
            given()
                .get("/simulator/observations")
                .jsonPath()
                .<Map<String, Object>>getList("latest"))
        .isEmpty();
    caller()
        .body("{\"model\": \"none\", \"input\": \"hello\"}")
        .post("/v1/responses/input_tokens")
        .then()
        .statusCode(404)
        .body("error.code", equalTo("model_not_found"));
  }

  @Test
  void whatWasDeletedInBetweenIsMissed() {
    var first = ask("\"input\": \"one\"").extract().jsonPath().getString("id");
    var second =
        ask("\"input\": \"two\", \"previous_response_id\": \"%s\"".formatted(first))
            .extract()
            .jsonPath()
            .getString("id");
    caller().delete("/v1/responses/" + first).then().statusCode(200);
    ask("\"input\": \"three\", \"previous_response_id\": \"%s\"".formatted(second))
        .statusCode(404)
        .body("error.message", containsString(first))
        .body("error.param", equalTo("previous_response_id"));
  }

  @Test
  void aConversationHasABound() {
    var first = ask("\"input\": \"one\"").extract().jsonPath().getString("id");
    var second =
        ask("\"input\": \"two\", \"previous_response_id\": \"%s\"".formatted(first))
            .extract()
            .jsonPath()
            .getString("id");
    for (var id : List.of(first, second)) {
      change("update response set bytes = 10000000 where id = ?::uuid", uuid(id));
    }
    ask("\"input\": \"two\", \"previous_response_id\": \"%s\"".formatted(first)).statusCode(200);
    ask("\"input\": \"three\", \"previous_response_id\": \"%s\"".formatted(second))
        .statusCode(400)
        .body("error.param", equalTo("previous_response_id"))
        .body("error.message", containsString("too long"));
  }

  @Test
  void whoDoesNotStoreLeavesNothing() {
    var id = ask("\"store\": false, \"input\": \"hello\"").extract().jsonPath().getString("id");
    get(id).statusCode(404);
    queue.flush();
    assertThat(arena.number("select count(*) from response where id = ?::uuid", uuid(id))).isZero();
  }

  @Test
  void noOtherKeySeesAResponse() {
    var mine = key("");
    var id =
        with(mine)
            .body("{\"input\": \"hello\"}")
            .post("/v1/responses")
            .then()
            .statusCode(200)
            .extract()
            .jsonPath()
            .getString("id");
    with(mine).get("/v1/responses/" + id).then().statusCode(200);
    var others = key("");
    with(others).get("/v1/responses/" + id).then().statusCode(404);
    with(others).get("/v1/responses/" + id + "/input_items").then().statusCode(404);
    with(others).delete("/v1/responses/" + id).then().statusCode(404);
    get(id).statusCode(404);
    with(others)
        .body("{\"input\": \"hello\", \"previous_response_id\": \"" + id + "\"}")
        .post("/v1/responses")
        .then()
        .statusCode(400);
    with(mine).get("/v1/responses/" + id).then().statusCode(200);
  }

  @Test
  void theInputIsListed() {
    var id =
        ask("\"input\": [{\"role\": \"developer\", \"content\": \"a\"}, {\"role\": \"user\", \"content\": \"b\"}]")
            .extract()
            .jsonPath()
            .getString("id");
    var path = "/v1/responses/" + id + "/input_items";
    var last =
        caller()
            .get(path + "?limit=1")
            .then()
            .statusCode(200)
            .body("object", equalTo("list"))
            .body("data[0].content.type", contains("input_text"))
            .body("data[0].content.text", contains("b"))
            .body("has_more", is(true))
            .extract()
            .jsonPath()
            .getString("last_id");
    caller()
        .get(path + "?after=" + last)
        .then()
        .body("data[0].content.text", contains("a"))
        .body("has_more", is(false));
    caller().get(path + "?order=asc").then().body("data.role", contains("developer", "user"));
    caller().get(path + "?limit=0").then().statusCode(400).body("error.param", equalTo("limit"));
    caller().get(path + "?after=x").then().statusCode(400).body("error.param", equalTo("after"));
  }

  /** As programs send it that know of their earlier responses only the ids. */
  @Test
  void itemsHaveIdsAndTypesAlthoughSdksWriteNullForThem() {
    var id =
        ask("\"input\": [{\"id\": null, \"type\": null, \"status\": null, \"role\": \"user\", \"content\": \"a\"}]")
            .extract()
            .jsonPath()
            .getString("id");
    caller()
        .get("/v1/responses/" + id + "/input_items")
        .then()
        .body("data[0].id", startsWith("msg_"))
        .body("data[0].type", equalTo("message"))
        .body("data[0].status", equalTo("completed"))
        .body("first_id", startsWith("msg_"));
  }

  @Test
  void itemsAreReferredToByTheirIds() {
    var said = ask("\"input\": \"hello there\"").extract().jsonPath().getString("output[-1].id");
    ask("""
            "input": [{"role": "user", "content": "hello there"}, {"type": "item_reference", "id": "%s"},
              {"role": "user", "content": "three more words"}]
            """
            .formatted(said))
        .statusCode(200)
        .body("output[-1].content[0].text", containsString("3 messages"));
    ask("\"input\": [{\"type\": \"item_reference\", \"id\": \"msg_1\"}]")
        .statusCode(404)
        .body("error.param", equalTo("input[0].id"));
  }

  @Test
  void whatNobodyUsesAnyMoreIsNotFoundAndDeleted() {
    var old = ask("\"input\": \"hello\"").extract().jsonPath().getString("id");
    var continued = ask("\"input\": \"hello\"").extract().jsonPath().getString("id");
    for (var id : List.of(old, continued)) {
      change(
          "update response set used_at = used_at - interval '29 days 23 hours' where id = ?::uuid",
          uuid(id));
    }
    ask("\"input\": \"again\", \"previous_response_id\": \"%s\"".formatted(continued))
        .statusCode(200);
    for (var id : List.of(old, continued)) {
      change(
          "update response set used_at = used_at - interval '2 hours' where id = ?::uuid",
          uuid(id));
    }
    get(old).statusCode(404);
    get(continued).statusCode(200);
    queue.deleteOld(new UUID(0, 0));
    assertThat(arena.number("select count(*) from response where id = ?::uuid", uuid(old)))
        .isZero();
    get(continued).statusCode(200);
  }

  @Test
  void aKeyKeepsNoMoreThanItsShare() {
    var secret = key("");
    var first = kept(secret);
    var second = kept(secret);
    change("update response set bytes = 200000000 where id = ?::uuid", uuid(first));
    change("update response set bytes = 200000000 where id = ?::uuid", uuid(second));
    var owner = arena.rows("select owner::text from response where id = ?::uuid", uuid(first));
    queue.deleteOld(UUID.fromString(owner.getFirst()));
    with(secret).get("/v1/responses/" + first).then().statusCode(404);
    with(secret).get("/v1/responses/" + second).then().statusCode(200);
  }

  private static String kept(String secret) {
    return with(secret)
        .body("{\"input\": \"hello\"}")
        .post("/v1/responses")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .getString("id");
  }

  private void change(String sql, Object... parameters) {
    queue.flush();
    assertThat(arena.change(sql, parameters)).isEqualTo(1);
  }

  private static String uuid(String id) {
    return ResponseIds.call(id).orElseThrow().toString();
  }

  @Test
  void aCachedAnswerIsAResponseOfItsOwn() {
    var secret = key(", \"keepsAnswers\": true");
    var body = "{\"input\": \"hello there\", \"temperature\": 0, \"stream\": %s}";
    for (var streamed : List.of(false, true)) {
      var first = with(secret).body(body.formatted(streamed)).post("/v1/responses");
      var second = with(secret).body(body.formatted(streamed)).post("/v1/responses");
      assertThat(first.header("X-Ziggurat-Cache")).isEqualTo("miss");
      assertThat(second.header("X-Ziggurat-Cache")).isEqualTo("hit");
      var one = response(first.asString(), streamed);
      var other = response(second.asString(), streamed);
      assertThat(other.at("/output/0/content")).isEqualTo(one.at("/output/0/content"));
      assertThat(other.path("id")).isNotEqualTo(one.path("id"));
      with(secret).get("/v1/responses/" + other.path("id").asText()).then().statusCode(200);
    }
  }

  private static JsonNode response(String text, boolean streamed) {
    return streamed ? EventOrder.of(text).check().response() : EventOrder.json(text);
  }

  @Test
  void theAnswerTellsItsPathWhenAsked() {
    for (var streamed : List.of(false, true)) {
      var text =
          caller()
              .header("X-Ziggurat-Explain", "true")
              .body("{\"input\": \"hello\", \"stream\": " + streamed + "}")
              .post("/v1/responses")
              .asString();
      assertThat(response(text, streamed).at("/ziggurat/path/0/provider").asText())
          .isEqualTo("wandb");
    }
  }

  @Test
  void whatIsWrongIsToldInOpenAisShape() {
    ask("\"input\": \"hello\", \"model\": \"no-such-model\"")
        .statusCode(404)
        .body("error.code", equalTo("model_not_found"));
    ask("\"input\": [{\"type\": \"reasoning\", \"summary\": []}]")
        .statusCode(400)
        .body("error.param", equalTo("input"));
    ask("\"input\": \"hello\", \"tools\": [{\"type\": \"web_search\"}]")
        .statusCode(400)
        .body("error.type", equalTo("invalid_request_error"))
        .body("error.code", equalTo("unsupported_parameter"))
        .body("error.param", equalTo("tools[0].type"));
    ask("\"model\": \"auto\"").statusCode(400).body("error.param", equalTo("input"));
    ask("\"input\": []").statusCode(400).body("error.param", equalTo("input"));
    given()
        .contentType(ContentType.JSON)
        .body("{\"input\": \"hello\"}")
        .post("/v1/responses")
        .then()
        .statusCode(401)
        .body("error.code", equalTo("invalid_api_key"));
    get("nonsense").statusCode(404).body("error.message", containsString("nonsense"));
    caller()
        .post("/v1/responses/compact")
        .then()
        .statusCode(405)
        .body("error.code", equalTo("endpoint_not_served"))
        .body("error.message", containsString("POST /v1/responses"));
  }
}
