package dev.ziggurat.gateway.messages;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs that speak Anthropic's API get. */
@QuarkusTest
class MessagesApiTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String ASK =
      """
      {"model": "%s", "max_tokens": 200, "messages": [{"role": "user", "content": "hello there"}]%s}""";
  private static final String WEATHER =
      """
      , "tools": [{"name": "weather", "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}]""";
  private static final Pattern EVENT = Pattern.compile("event: (\\w+)\ndata: (\\{.*})\n\n");

  @Inject Arena arena;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  private static RequestSpecification caller() {
    return given()
        .header("x-api-key", "dev-admin")
        .header("anthropic-version", "2023-06-01")
        .contentType(ContentType.JSON);
  }

  private static ValidatableResponse ask(String model, String more) {
    return caller().body(ASK.formatted(model, more)).post("/v1/messages").then();
  }

  private static List<JsonNode> events(String stream) {
    return EVENT
        .matcher(stream)
        .results()
        .map(
            event -> {
              var data = json(event.group(2));
              assertThat(data.path("type").asText()).isEqualTo(event.group(1));
              return data;
            })
        .toList();
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  private static List<String> types(List<JsonNode> events) {
    var types = new ArrayList<String>();
    for (var event : events) {
      var type = event.path("type").asText();
      if (types.isEmpty() || !types.getLast().equals(type)) {
        types.add(type);
      }
    }
    return types;
  }

  private static Map<String, Object> lastAsked() {
    return given().get("/simulator/observations").jsonPath().getMap("latest[-1].parameters");
  }

  private static List<Object> asked() {
    return given().get("/simulator/observations").jsonPath().getList("latest");
  }

  @Test
  void theChainAnswersInAnthropicsShape() {
    var answer =
        ask("auto", "")
            .statusCode(200)
            .header("X-Ziggurat-Provider", "wandb")
            .header("X-Ziggurat-Cost", notNullValue())
            .body("type", equalTo("message"))
            .body("role", equalTo("assistant"))
            .body("id", startsWith("msg_"))
            .body("content", hasSize(1))
            .body("content[0].text", containsString("2 words"))
            .body("stop_reason", equalTo("end_turn"))
            .body("stop_sequence", nullValue())
            .body("usage.input_tokens", greaterThan(0))
            .body("usage.output_tokens", greaterThan(0))
            .extract();
    var id = answer.header("request-id");
    assertThat(id).isEqualTo(answer.header("X-Request-Id"));
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        arena.rows(
                            "select source || outcome from attempt where call_id = ?::uuid", id))
                    .containsExactly("gatewayOK"));
  }

  @Test
  void theAnswerOfClaudeIsItsOwn() {
    ask(
            "claude-sonnet-5-5",
            """
            , "system": [{"type": "text", "text": "Be brief.", "cache_control": {"type": "ephemeral"}}],
              "metadata": {"user_id": "u-1"}, "context_management": {"edits": []}""")
        .statusCode(200)
        .header("X-Ziggurat-Provider", "claude")
        .body("content[0].signature", equalTo("EqQB"))
        .body("content[1].text", notNullValue())
        .body("container", nullValue())
        .body("usage.service_tier", equalTo("standard"))
        .body("usage.cache_creation.ephemeral_5m_input_tokens", equalTo(0));

    assertThat(lastAsked().keySet())
        .containsExactlyInAnyOrder("max_tokens", "system", "metadata", "context_management");
    assertThat(lastAsked().get("system").toString()).contains("cache_control");
  }

  @ParameterizedTest
  @CsvSource({"auto, wandb", "claude-sonnet-5-5, claude"})
  void aStreamHasAnthropicsEvents(String model, String provider) {
    var answer =
        ask(model, ", \"stream\": true")
            .statusCode(200)
            .contentType("text/event-stream")
            .header("X-Ziggurat-Provider", provider)
            .extract();

    var events = events(answer.asString());
    var kinds = new ArrayList<>(types(events));
    kinds.remove("ping");
    assertThat(kinds)
        .startsWith("message_start", "content_block_start", "content_block_delta")
        .endsWith("content_block_stop", "message_delta", "message_stop");
    var text = new StringBuilder();
    events.forEach(event -> text.append(event.at("/delta/text").asText("")));
    assertThat(text).contains("2 words");
    var end = events.get(events.size() - 2);
    assertThat(end.at("/delta/stop_reason").asText()).isEqualTo("end_turn");
    assertThat(end.at("/usage/output_tokens").asInt()).isPositive();
    assertThat(end.at("/usage/input_tokens").asInt()).isPositive();
  }

  /** Each provider uses the tool, and each goes on with what the one before has said. */
  @Test
  void toolsAndTheirResultsGoThroughEveryProvider() throws JsonProcessingException {
    var talk = JSON.createArrayNode();
    say(talk, "user", JSON.getNodeFactory().textNode("The weather in Ur?"));
    for (var provider : List.of("wandb", "groq", "claude", "openai")) {
      var body = json(ASK.formatted("auto", WEATHER + ", \"tool_choice\": {\"type\": \"any\"}"));
      ((ObjectNode) body).set("messages", talk);
      onlyFrom(provider);
      var message =
          json(
              caller()
                  .body(body.toString())
                  .post("/v1/messages")
                  .then()
                  .statusCode(200)
                  .header("X-Ziggurat-Provider", provider)
                  .extract()
                  .asString());
      assertThat(message.path("stop_reason").asText()).isEqualTo("tool_use");
      say(talk, "assistant", message.path("content"));
      var results = JSON.createArrayNode();
      for (var block : message.path("content")) {
        if (block.path("type").asText().equals("tool_use")) {
          assertThat(block.path("input").isObject()).isTrue();
          results
              .addObject()
              .put("type", "tool_result")
              .put("tool_use_id", block.path("id").asText())
              .put("content", "sunny");
        }
      }
      results.addObject().put("type", "text").put("text", "And tomorrow?");
      say(talk, "user", results);
    }
    assertThat(talk).hasSize(9);
  }

  private static void say(ArrayNode talk, String role, JsonNode content) {
    talk.addObject().put("role", role).set("content", content);
  }

  private void onlyFrom(String provider) {
    arena.calm();
    var away = new ArrayList<String>();
    for (var each : List.of("wandb", "groq", "claude", "openai")) {
      if (each.equals(provider)) {
        break;
      }
      away.add("\"%s\": {\"status\": 401}".formatted(each));
    }
    arena.faults("{" + String.join(",", away) + "}");
  }

  @Test
  void streamedToolsHaveTheirInputInPieces() {
    var events =
        events(
            ask("auto", WEATHER + ", \"stream\": true, \"tool_choice\": {\"type\": \"any\"}")
                .statusCode(200)
                .extract()
                .asString());

    var input = new StringBuilder();
    events.forEach(event -> input.append(event.at("/delta/partial_json").asText("")));
    assertThat(json(input.toString()).has("city")).isTrue();
    assertThat(events.get(events.size() - 2).at("/delta/stop_reason").asText())
        .isEqualTo("tool_use");
  }

  @Test
  void whatOnlyClaudeCanDoTheOthersAreNotAskedFor() {
    var search = ", \"tools\": [{\"type\": \"web_search_20250305\", \"name\": \"web_search\"}]";
    ask("auto", search).statusCode(200).header("X-Ziggurat-Provider", "claude");
    assertThat(asked()).hasSize(1);
    assertThat(lastAsked().get("tools").toString()).contains("web_search_20250305");

    ask("wandb/openai/gpt-oss-20b", search + ", \"fallback\": false")
        .statusCode(400)
        .body("error.type", equalTo("invalid_request_error"))
        .body("error.message", containsString("tools.0: a tool of type `web_search_20250305`"));
  }

  @Test
  void aStreamThatBreaksOffEndsWithAnErrorEvent() {
    arena.faults("{\"wandb\": {\"cutAfterChunks\": 3}}");
    var events = events(ask("auto", ", \"stream\": true").statusCode(200).extract().asString());

    assertThat(types(events)).startsWith("message_start").endsWith("error");
    assertThat(events.getLast().at("/error/type").asText()).isEqualTo("api_error");
  }

  @ParameterizedTest
  @CsvSource({"auto, wandb, groq", "claude-sonnet-5-5, claude, wandb"})
  void beforeTheFirstContentAnotherProviderAnswers(String model, String broken, String next) {
    arena.faults("{\"%s\": {\"cutAfterChunks\": 0}}".formatted(broken));
    var answer =
        ask(model, ", \"stream\": true")
            .statusCode(200)
            .header("X-Ziggurat-Provider", next)
            .extract();

    assertThat(types(events(answer.asString()))).endsWith("message_delta", "message_stop");
  }

  @Test
  void claudesOwnStreamThatBreaksOffEndsWithAnErrorEvent() {
    arena.faults("{\"claude\": {\"cutAfterChunks\": 8}}");
    var events =
        events(ask("claude-sonnet-5-5", ", \"stream\": true").statusCode(200).extract().asString());

    assertThat(types(events)).startsWith("message_start").endsWith("error");
    assertThat(events.getLast().path("request_id").asText()).isNotEmpty();
  }

  @Test
  void theAnswerTellsItsPathWhenAsked() {
    arena.faults("{\"wandb\": {\"status\": 401}, \"groq\": {\"status\": 401}}");
    caller()
        .header("X-Ziggurat-Explain", "true")
        .body(ASK.formatted("auto", ""))
        .post("/v1/messages")
        .then()
        .statusCode(200)
        .body("content[0].signature", equalTo("EqQB"))
        .body("ziggurat.path", hasSize(3));
  }

  private static JsonPath key() {
    return given()
        .header("Authorization", "Bearer dev-admin")
        .contentType(ContentType.JSON)
        .body("{\"name\": \"Messages\", \"keepsAnswers\": true}")
        .post("/api/admin/keys")
        .then()
        .statusCode(201)
        .extract()
        .jsonPath();
  }

  @Test
  void aKeyThatKeepsAnswersGetsThemAgainInTheirForm() {
    var secret = key().getString("secret");
    for (var stream : List.of("", ", \"stream\": true")) {
      var answers = new ArrayList<String>();
      for (var lookup : List.of("miss", "hit")) {
        answers.add(
            given()
                .header("x-api-key", secret)
                .contentType(ContentType.JSON)
                .body(ASK.formatted("auto", ", \"temperature\": 0" + stream))
                .post("/v1/messages")
                .then()
                .statusCode(200)
                .header("X-Ziggurat-Cache", lookup)
                .extract()
                .asString()
                .replaceAll("msg_[0-9a-f]+", "msg"));
      }
      assertThat(answers.getLast()).isEqualTo(answers.getFirst());
    }
  }

  @Test
  void tokensAreEstimatedWithoutACall() {
    var key = key();
    var question =
        """
        {"model": "claude-sonnet-5-5", "max_tokens": 9, "messages": [{"role": "user", "content": "hello there"}]}""";
    for (var path : List.of("/v1/messages/count_tokens?beta=true", "/v1/messages")) {
      assertThat(asked()).isEmpty();
      given()
          .header("x-api-key", key.getString("secret"))
          .contentType(ContentType.JSON)
          .body(question)
          .post(path)
          .then()
          .statusCode(200)
          .body(path.endsWith("messages") ? "usage.input_tokens" : "input_tokens", greaterThan(3));
    }
    // The ledger is written in the order of the calls.
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        arena.rows(
                            "select outcome from attempt where key_id = ?::uuid",
                            key.getString("key.id")))
                    .containsExactly("OK"));
    caller()
        .body(
            "{\"model\": \"claude-none\", \"messages\": [{\"role\": \"user\", \"content\": \"x\"}]}")
        .post("/v1/messages/count_tokens")
        .then()
        .statusCode(404)
        .body("error.type", equalTo("not_found_error"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"model\": \"auto\", \"messages\": [{\"role\": \"user\", \"content\": \"x\"}]}|400|invalid_request_error|max_tokens: Field required",
        "{\"model\": \"none\", \"max_tokens\": 9, \"messages\": [{\"role\": \"user\", \"content\": \"x\"}]}|404|not_found_error|The model `none` is unknown",
        "{\"max_tokens\": 9, \"messages\": []}|400|invalid_request_error|messages: must be",
        "{|400|invalid_request_error|the body is not valid JSON",
        "{} {}|400|invalid_request_error|the body is not valid JSON"
      })
  void mistakesAreToldInAnthropicsShape(String body, int status, String type, String message) {
    var answer =
        caller()
            .body(body)
            .post("/v1/messages")
            .then()
            .statusCode(status)
            .contentType(ContentType.JSON)
            .body("type", equalTo("error"))
            .body("error.type", equalTo(type))
            .body("error.message", containsString(message))
            .extract();
    assertThat(answer.jsonPath().getString("request_id")).isEqualTo(answer.header("request-id"));
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /v1/messages/batches, 404",
    "GET, /v1/messages, 405",
    "DELETE, /v1/messages, 405"
  })
  void whatIsNotServedIsToldInAnthropicsShape(String method, String path, int status) {
    caller()
        .body(method.equals("POST") ? "{}" : "")
        .request(method, path)
        .then()
        .statusCode(status)
        .header("request-id", notNullValue())
        .body("type", equalTo("error"))
        .body("error.type", equalTo("not_found_error"))
        .body("error.message", containsString("POST /v1/messages"));
  }

  @Test
  void otherRefusalsHaveAnthropicsShapeToo() {
    given()
        .contentType(ContentType.JSON)
        .body(ASK.formatted("auto", ""))
        .post("/v1/messages")
        .then()
        .statusCode(401)
        .body("error.type", equalTo("authentication_error"))
        .body("error.message", containsString("x-api-key"));
    given()
        .header("x-api-key", "zk_unknown")
        .contentType(ContentType.JSON)
        .body(ASK.formatted("auto", ""))
        .post("/v1/messages")
        .then()
        .statusCode(401)
        .body("error.type", equalTo("authentication_error"));
    caller()
        .contentType(ContentType.TEXT)
        .body("hello")
        .post("/v1/messages")
        .then()
        .statusCode(415)
        .body("error.type", equalTo("invalid_request_error"));
  }

  @Test
  void whenNobodyCanAnswerTheApiIsOverloaded() {
    arena.faults(
        "{\"wandb\": {\"status\": 503}, \"groq\": {\"status\": 503}, \"claude\": {\"status\": 529}, \"openai\": {\"status\": 503}}");
    ask("auto", "")
        .statusCode(529)
        .body("type", equalTo("error"))
        .body("error.type", equalTo("overloaded_error"));

    arena.calm();
    arena.faults(
        List.of("wandb", "groq", "claude", "openai").stream()
            .map("\"%s\": {\"status\": 429, \"retryAfterSeconds\": 60}"::formatted)
            .toList()
            .toString()
            .replace('[', '{')
            .replace(']', '}'));
    ask("auto", "")
        .statusCode(429)
        .header("Retry-After", matchesPattern("\\d+"))
        .body("error.type", equalTo("rate_limit_error"));
  }

  /** It is refused before it is read, which not every client survives. */
  @ParameterizedTest
  @ValueSource(strings = {"messages", "chat/completions"})
  void aBodyThatIsTooLargeIsRefusedWithAnId(String api) throws IOException {
    var answer = announced("/v1/" + api, 5 * 1024 * 1024);
    assertThat(answer).startsWith("HTTP/1.1 413 ");
    var head = answer.substring(0, answer.indexOf("\r\n\r\n"));
    var error = JSON.readTree(answer.substring(head.length()));
    var id = Pattern.compile("(?i)\r\nx-request-id: (\\S+)").matcher(head);
    assertThat(id.find()).isTrue();
    if (api.equals("messages")) {
      assertThat(head).containsIgnoringCase("\r\nrequest-id: " + id.group(1));
      assertThat(error.path("request_id").asText()).isEqualTo(id.group(1));
      assertThat(error.at("/error/type").asText()).isEqualTo("request_too_large");
    } else {
      assertThat(error.at("/error/type").asText()).isEqualTo("invalid_request_error");
    }
  }

  /** The whole answer to a request that says how long its body is, and sends none of it. */
  private static String announced(String path, int length) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                  .formatted(path, length)
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void modelsAreListedInAnthropicsShapeForItsSdks() {
    var all =
        caller()
            .get("/v1/models")
            .then()
            .statusCode(200)
            .body("object", nullValue())
            .body("has_more", equalTo(false))
            .body("first_id", equalTo("auto"))
            .body("data[0].type", equalTo("model"))
            .body("data[0].display_name", equalTo("auto"))
            .body("data[0].created_at", matchesPattern("\\d{4}-\\d\\d-\\d\\dT00:00:00Z"))
            .extract()
            .jsonPath()
            .getList("data.id", String.class);
    assertThat(all).contains("claude-sonnet-5-5");

    var pages = new ArrayList<String>();
    var after = "";
    for (var more = true; more; ) {
      var page =
          caller().get("/v1/models?limit=7" + after).then().statusCode(200).extract().jsonPath();
      pages.addAll(page.getList("data.id", String.class));
      more = page.getBoolean("has_more");
      after = "&after_id=" + page.getString("last_id");
    }
    assertThat(pages).isEqualTo(all);
    caller()
        .get("/v1/models/claude-sonnet-5-5")
        .then()
        .statusCode(200)
        .body("type", equalTo("model"))
        .body("id", equalTo("claude-sonnet-5-5"))
        .body("max_input_tokens", greaterThan(0))
        .body("max_tokens", greaterThan(0));
    given()
        .header("Authorization", "Bearer dev-admin")
        .get("/v1/models")
        .then()
        .body("object", equalTo("list"));
  }

  @Test
  void errorsOfAddressesThatBothSdksCallHaveTheShapeOfTheSdk() {
    caller()
        .get("/v1/models/no-such-model")
        .then()
        .statusCode(404)
        .header("request-id", notNullValue())
        .body("type", equalTo("error"))
        .body("error.type", equalTo("not_found_error"));
    caller().get("/v1/files").then().statusCode(404).body("error.type", equalTo("not_found_error"));
    caller()
        .body(
            "{\"model\": \"no-such-model\", \"messages\": [{\"role\": \"user\", \"content\": \"a\"}]}")
        .post("/v1/chat/completions")
        .then()
        .statusCode(404)
        .body("error.code", equalTo("model_not_found"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"system\": [\"Be brief.\"]|system.0: must be a text block",
        "\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"tool_result\", \"tool_use_id\": \"t\", \"content\": 5}]}]|messages.0.content.0.content: must be a text or a list of content blocks"
      })
  void whatWouldBeLostIsRefused(String fields, String message) {
    ask("auto", ", " + fields).statusCode(400).body("error.message", equalTo(message));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "claude-sonnet-4-5-20250929",
        "claude-3-7-sonnet-latest",
        "anthropic/claude-sonnet-5-5"
      })
  void theirNamesOfModelsAreKnown(String model) {
    ask(model, ", \"temperature\": 0.5")
        .statusCode(200)
        .header("X-Ziggurat-Provider", notNullValue());
  }
}
