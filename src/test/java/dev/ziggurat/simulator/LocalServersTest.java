package dev.ziggurat.simulator;

import static dev.ziggurat.simulator.StandAlone.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.EachProvider;
import dev.ziggurat.llm.Provider;
import io.vertx.core.Vertx;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** vLLM and llama.cpp in a provider's place answer as they do, not as the provider does. */
class LocalServersTest {

  private static final String HELLO =
      "\"messages\": [{\"role\": \"user\", \"content\": \"hello\"}]";
  private static final String TOOL =
      "\"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"f\", \"parameters\": {}}}]";
  private static final String SCHEMA =
      "\"response_format\": {\"type\": \"json_schema\", \"json_schema\": {\"name\": \"s\", \"schema\": %s}}";

  private static StandAlone simulator;

  @BeforeAll
  static void start() {
    simulator = new StandAlone();
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @BeforeEach
  void quiet() {
    simulator.quiet();
    vllm();
  }

  private static void vllm() {
    simulator.faults(Provider.WANDB, "{\"server\": \"vllm\", \"latencyMillis\": 0}");
  }

  private static void llama() {
    simulator.faults(Provider.WANDB, "{\"server\": \"llama.cpp\", \"latencyMillis\": 0}");
  }

  private static HttpResponse<String> ask(String fields) {
    return simulator.send(simulator.chatRequest(Provider.WANDB, "{" + fields + "}"));
  }

  private static HttpResponse<String> hello(String more) {
    return ask(HELLO + (more.isEmpty() ? "" : ", " + more));
  }

  /** The data of a stream, without the last {@code [DONE]}. */
  private static List<JsonNode> events(HttpResponse<String> reply) {
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    assertThat(reply.body()).endsWith("data: [DONE]\n\n");
    return reply
        .body()
        .lines()
        .filter(line -> line.startsWith("data: {"))
        .map(line -> json(line.substring("data: ".length())))
        .toList();
  }

  private static String said(List<JsonNode> events, int choice) {
    return events.stream()
        .map(event -> event.path("choices").path(0))
        .filter(each -> each.path("index").asInt() == choice)
        .map(each -> each.at("/delta/content").asText(""))
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"response_format\": {\"type\": \"json_schema\", \"json_schema\": {\"name\": \"s\", \"schema\": {\"type\": \"strin\"}}}",
        "\"response_format\": {\"type\": \"json_schema\", \"json_schema\": {\"name\": \"s\", \"schema\": {\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"array\", \"uniqueItems\": true}}}}}",
        "\"response_format\": {\"type\": \"json_schema\", \"json_schema\": {\"name\": \"s\", \"schema\": {\"type\": \"string\", \"pattern\": \"a+\"}}}",
        "\"logit_bias\": {\"999999\": 1}",
        "\"stop_token_ids\": [-1]"
      })
  void whatTheEngineRefusesIsToldInsideAStream(String field) {
    var whole = hello(field);
    assertThat(whole.statusCode()).isEqualTo(400);
    var error = json(whole).path("error");
    assertThat(error.path("type").asText()).isEqualTo("BadRequestError");
    assertThat(error.path("code").isNumber()).isTrue();
    assertThat(error.path("param").isNull()).isTrue();

    assertThat(events(hello(field + ", \"stream\": true"))).singleElement().isEqualTo(json(whole));
  }

  @Test
  void schemasThatItCanFollowAreFollowed() {
    var schema =
        "{\"type\": \"object\", \"properties\": {\"type\": {\"type\": \"string\"},"
            + " \"not\": {\"type\": \"integer\"}}, \"required\": [\"type\", \"not\"]}";
    var reply = hello(SCHEMA.formatted(schema));
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    assertThat(json(reply).at("/choices/0/message/content").asText()).contains("\"not\":0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"stop\": \"\" | body.stop",
        "\"top_k\": -5 | body.top_k",
        "\"min_p\": 2 | body.min_p",
        "\"repetition_penalty\": 0 | body.repetition_penalty",
        "\"seed\": 92233720368547758070 | body.seed",
        "\"stream_options\": {\"include_usage\": true} | body.stream_options",
        "\"temperature\": 3 | body.temperature"
      })
  void invalidFieldsAreNamedInTheBody(String field, String param) {
    var reply = hello(field);
    assertThat(reply.statusCode()).isEqualTo(400);
    var error = json(reply).path("error");
    assertThat(error.path("type").asText()).isEqualTo("Bad Request");
    assertThat(error.path("param").asText()).isEqualTo(param);
    assertThat(error.path("code").asInt()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"max_tokens\": \"4\"", "\"n\": 200, \"max_tokens\": 4", "\"top_k\": -1", ""})
  void itTakesMoreThanOthers(String field) {
    // No model is named either.
    assertThat(hello(field).statusCode()).isEqualTo(200);
  }

  @Test
  void resultsOfToolsNeedNoCall() {
    var reply =
        ask(
            "\"messages\": [{\"role\": \"user\", \"content\": \"hi\"},"
                + " {\"role\": \"tool\", \"tool_call_id\": \"none\", \"content\": \"4\"}]");
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
  }

  @Test
  void aBodyNeedsItsType() {
    var reply =
        simulator.send(
            simulator
                .to(Provider.WANDB, "/chat/completions")
                .POST(BodyPublishers.ofString("{" + HELLO + "}"))
                .build());
    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(reply.body()).contains("Unsupported Media Type");
  }

  @Test
  void aWrongKeyIsTwoWords() {
    var reply =
        simulator.send(simulator.to(Simulator.basePath(Provider.WANDB) + "/models").GET().build());
    assertThat(reply.statusCode()).isEqualTo(401);
    assertThat(reply.body()).isEqualTo("{\"error\":\"Unauthorized\"}");
  }

  @Test
  void anAddressThatIsWrongNamesNothing() {
    var reply = simulator.send(simulator.to(Provider.WANDB, "/nothing").GET().build());
    assertThat(reply.statusCode()).isEqualTo(404);
    assertThat(reply.body()).isEqualTo("{\"detail\":\"Not Found\"}");
  }

  @Test
  void toolsNeedAParserUnlessOneIsNamed() {
    for (var choice : List.of("", ", \"tool_choice\": \"auto\"")) {
      var refused = hello(TOOL + choice);
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body()).contains("--enable-auto-tool-choice");
    }
    var named =
        hello(
            TOOL + ", \"tool_choice\": {\"type\": \"function\", \"function\": {\"name\": \"f\"}}");
    assertThat(json(named).at("/choices/0/message/tool_calls/0/function/name").asText())
        .isEqualTo("f");
    assertThat(json(named).at("/choices/0/finish_reason").asText()).isEqualTo("stop");
  }

  @Test
  void theOutputLimitMayExceedWhatThePromptLeavesButNotTheWindow() {
    var fits = ask("\"model\": \"tiny/llama\", \"max_tokens\": 2048, " + HELLO);
    assertThat(fits.statusCode()).as(fits.body()).isEqualTo(200);
    var larger = ask("\"model\": \"tiny/llama\", \"max_tokens\": 16384, " + HELLO);
    assertThat(larger.statusCode()).isEqualTo(400);
    assertThat(larger.body())
        .contains("max_tokens=16384 cannot be greater than max_model_len=2048");
    var prompt =
        ask(
            "\"model\": \"tiny/llama\", \"messages\": [{\"role\": \"user\", \"content\": \"%s\"}]"
                .formatted("word ".repeat(2_000)));
    assertThat(prompt.statusCode()).isEqualTo(400);
    assertThat(prompt.body()).contains("maximum context length is 2048 tokens");
  }

  @Test
  void aStreamEndsWithItsLastPieceAndTellsNoUsageUnasked() {
    var events = events(hello("\"stream\": true"));
    assertThat(events).noneMatch(event -> event.has("usage"));
    assertThat(events.getLast().at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(events.getLast().at("/choices/0/delta/content").asText()).isNotEmpty();

    var asked = events(hello("\"stream\": true, \"stream_options\": {\"include_usage\": true}"));
    assertThat(asked.getLast().at("/usage/total_tokens").asInt()).isPositive();
  }

  @Test
  void severalAnswersComeAtTheSameTime() {
    var events = events(hello("\"stream\": true, \"n\": 2"));
    var order = events.stream().map(event -> event.at("/choices/0/index").asInt()).toList();
    assertThat(order).startsWith(0, 1, 0, 1);
    assertThat(said(events, 0)).isNotBlank().isEqualTo(said(events, 1));
    assertThat(
            events.stream()
                .filter(event -> event.at("/choices/0/finish_reason").isTextual())
                .map(event -> event.at("/choices/0/index").asInt()))
        .containsExactly(0, 1);
  }

  /** Reasoning may use up the output limit. */
  @Test
  void anAnswerWithoutRoomForTextHasNone() {
    var fields = "\"model\": \"openai/gpt-oss-120b\", \"max_tokens\": 5, " + HELLO;
    var choice = json(ask(fields)).at("/choices/0");
    assertThat(choice.at("/message/content").isNull()).isTrue();
    assertThat(choice.at("/message/reasoning").asText()).isNotEmpty();
    assertThat(choice.at("/message").has("tool_calls")).isFalse();
    assertThat(choice.path("finish_reason").asText()).isEqualTo("length");
    assertThat(json(ask(fields)).at("/usage/completion_tokens_details/reasoning_tokens").asInt())
        .isEqualTo(5);
    assertThat(json(ask(fields)).at("/usage/prompt_tokens_details").isNull()).isTrue();
    var events = events(ask(fields + ", \"stream\": true"));
    assertThat(said(events, 0)).isEmpty();
    assertThat(events.getLast().at("/choices/0/finish_reason").asText()).isEqualTo("length");
  }

  @Test
  void aStreamThatFailsIsDoneAllTheSame() {
    simulator.faults(
        Provider.WANDB, "{\"server\": \"vllm\", \"latencyMillis\": 0, \"errorAfterChunks\": 1}");
    var events = events(hello("\"stream\": true"));
    assertThat(events.getLast().at("/error/code").asInt()).isEqualTo(500);
    assertThat(events.getLast().at("/error/type").asText()).isEqualTo("InternalServerError");
  }

  @Test
  void bothTellTheWindowsOfTheirModels() {
    var rows = json(simulator.get(Provider.WANDB, "/models")).path("data");
    assertThat(rows.path(0).path("id").asText()).isEqualTo("tiny/llama");
    assertThat(rows.path(0).path("max_model_len").asInt()).isEqualTo(2048);
    llama();
    var row = json(simulator.get(Provider.WANDB, "/models")).at("/data/0");
    assertThat(row.at("/meta/n_ctx").asInt()).isEqualTo(2048);
    assertThat(row.has("max_model_len")).isFalse();
  }

  @Test
  void llamaAnswersMistakesInJsonWithAServerError() {
    llama();
    var broken = simulator.send(simulator.chatRequest(Provider.WANDB, "{\"model\": "));
    assertThat(broken.statusCode()).isEqualTo(500);
    assertThat(broken.body()).contains("[json.exception.parse_error.101]");
    var call =
        "{\"id\": \"a\", \"type\": \"function\", \"function\": {\"name\": \"f\", \"arguments\": \"{a\"}}";
    var arguments =
        ask(
            "\"messages\": [{\"role\": \"user\", \"content\": \"hi\"}, {\"role\": \"assistant\","
                + " \"tool_calls\": ["
                + call
                + "]}, {\"role\": \"tool\", \"tool_call_id\": \"a\", \"content\": \"4\"}]");
    assertThat(arguments.statusCode()).isEqualTo(500);
    assertThat(arguments.body()).contains("Failed to parse tool call arguments as JSON");
  }

  @Test
  void llamaCountsOneOfSeveralAnswersAndAnyNameIsItsModel() {
    llama();
    var fields = "\"model\": \"whatever\", \"n\": 2, " + HELLO;
    var one = json(ask("\"model\": \"whatever\", " + HELLO));
    var two = json(ask(fields));
    assertThat(two.path("choices")).hasSize(2);
    assertThat(two.path("usage")).isEqualTo(one.path("usage"));
    assertThat(two.path("system_fingerprint").asText()).isNotEmpty();
    var events =
        events(ask(fields + ", \"stream\": true, \"stream_options\": {\"include_usage\": true}"));
    var usages = new ArrayList<Integer>();
    for (var place = 0; place < events.size(); place++) {
      if (events.get(place).has("usage")) {
        usages.add(place);
      }
    }
    assertThat(usages).hasSize(2);
    assertThat(usages.getFirst()).isLessThan(events.size() - 2);
    assertThat(events.get(usages.getFirst()).path("usage")).isEqualTo(one.path("usage"));
  }

  @Test
  void llamaNamesItsWindow() {
    llama();
    var reply =
        ask(
            "\"messages\": [{\"role\": \"user\", \"content\": \"%s\"}]"
                .formatted("word ".repeat(2_000)));
    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(json(reply).at("/error/type").asText()).isEqualTo("exceed_context_size_error");
  }

  @ParameterizedTest
  @EachProvider({"wandb", "groq", "openai"})
  void bothPlayForEveryProviderButClaude(Provider provider) {
    for (var server : List.of("vllm", "llama.cpp", "hosted")) {
      simulator.faults(provider, "{\"server\": \"%s\"}".formatted(server));
      var reply = simulator.chat(provider, StandAlone.question(provider));
      assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    }
    var refused = simulator.putFaults("{\"claude\": {\"server\": \"vllm\"}}");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(json(refused).path("detail").asText())
        .isEqualTo("claude.server must be one of hosted");
  }

  /** uvicorn does so after five seconds. */
  @Test
  void anIdleConnectionIsClosed() throws Exception {
    var vertx = Vertx.vertx();
    var keepAlive = new KeepAlive();
    var closed = new CountDownLatch(1);
    try {
      var server =
          vertx
              .createHttpServer()
              .requestHandler(
                  request -> {
                    keepAlive.begun(request.connection());
                    request.response().end();
                    keepAlive.ended(vertx, request.connection(), 50);
                  })
              .listen(0, "127.0.0.1")
              .toCompletionStage()
              .toCompletableFuture()
              .get(10, TimeUnit.SECONDS);
      try (var socket = new java.net.Socket("127.0.0.1", server.actualPort())) {
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write("GET / HTTP/1.1\r\nhost: h\r\n\r\n".getBytes());
        while (socket.getInputStream().read() >= 0) {
          // The answer, and then the end.
        }
        closed.countDown();
      }
      assertThat(closed.getCount()).isZero();
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }
}
