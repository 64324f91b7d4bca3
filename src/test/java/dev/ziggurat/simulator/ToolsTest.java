package dev.ziggurat.simulator;

import static dev.ziggurat.simulator.StandAlone.json;
import static dev.ziggurat.simulator.StandAlone.question;
import static dev.ziggurat.simulator.StandAlone.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.EachProvider;
import dev.ziggurat.llm.Provider;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tools, and how else an answer can be wanted: stops, several answers, probabilities, images. */
class ToolsTest {

  private static final String WEATHER =
      """
      {"type": "object", "properties": {"city": {"type": "string", "enum": ["Ur", "Uruk"]}},
       "required": ["city"], "additionalProperties": false}""";
  private static final String NOTHING = "{\"type\": \"object\", \"properties\": {}}";

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
    simulator.putFaults(
        "{\"wandb\":{\"latencyMillis\":0},\"groq\":{\"latencyMillis\":0},"
            + "\"claude\":{\"latencyMillis\":0},\"openai\":{\"latencyMillis\":0}}");
  }

  @ParameterizedTest
  @EachProvider
  void theFirstToolIsCalledUnlessOthersAreNamed(Provider provider) {
    var one = calls(provider, answer(provider, withTools(provider, "Hello")));
    assertThat(one).extracting(call -> call.path("name").asText()).containsExactly("get_weather");
    assertThat(one.getFirst().path("input")).isEqualTo(json("{\"city\":\"Ur\"}"));
    var two =
        calls(provider, answer(provider, withTools(provider, "Call get_weather and get_time")));
    assertThat(two)
        .extracting(call -> call.path("name").asText())
        .containsExactly("get_weather", "get_time");
    assertThat(two).extracting(call -> call.path("id").asText()).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EachProvider
  void aStreamedCallComesInPieces(Provider provider) {
    var body = withTools(provider, "Call get_weather and get_time");
    var whole = calls(provider, answer(provider, body));
    var reply = simulator.chat(provider, body.put("stream", true));
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    var streamed = provider.equals(Provider.CLAUDE) ? claudes(reply) : chunks(reply);
    assertThat(streamed).isEqualTo(whole);
    assertThat(reply.body())
        .contains(provider.equals(Provider.CLAUDE) ? "\"tool_use\"" : "tool_calls");
  }

  @ParameterizedTest
  @EachProvider
  void whatTheToolSaidIsQuoted(Provider provider) {
    var body = withTools(provider, "Hello");
    answerTo(provider, body, calls(provider, answer(provider, body)), "23 degrees");
    var answer = answer(provider, body);
    assertThat(calls(provider, answer)).isEmpty();
    assertThat(text(provider, answer)).contains("23 degrees");
  }

  @ParameterizedTest
  @EachProvider
  void noneOfThemIsCalledWhereNoneMayBe(Provider provider) {
    var body = withTools(provider, "Hello");
    if (provider.equals(Provider.CLAUDE)) {
      body.putObject("tool_choice").put("type", "none");
    } else {
      body.put("tool_choice", "none");
    }
    assertThat(calls(provider, answer(provider, body))).isEmpty();
  }

  @ParameterizedTest
  @EachProvider
  void aCallThatNobodyAnsweredIsRefused(Provider provider) {
    var body = withTools(provider, "Hello");
    answerTo(provider, body, calls(provider, answer(provider, body)), "23 degrees");
    var messages = (ArrayNode) body.path("messages");
    messages.remove(messages.size() - 1);
    messages.addObject().put("role", "user").put("content", "Well?");
    var reply = simulator.chat(provider, body);
    assertThat(reply.statusCode()).isIn(400, 422);
    assertThat(reply.body())
        .contains(provider.equals(Provider.CLAUDE) ? "tool_result" : "tool_call_id");
  }

  @Test
  void aStopEndsTheAnswerBeforeIt() {
    var whole = answer(Provider.WANDB, question(Provider.WANDB).put("stop", ":"));
    assertThat(text(Provider.WANDB, whole)).isEqualTo("This is a simulated answer");
    assertThat(whole.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    var asking = question(Provider.CLAUDE);
    asking.putArray("stop_sequences").add("model").add(":");
    var claude = answer(Provider.CLAUDE, asking);
    assertThat(text(Provider.CLAUDE, claude)).isEqualTo("This is a simulated answer");
    assertThat(claude.path("stop_reason").asText()).isEqualTo("stop_sequence");
    assertThat(claude.path("stop_sequence").asText()).isEqualTo(":");
    var blank = question(Provider.CLAUDE);
    blank.putArray("stop_sequences").add("\n");
    assertThat(simulator.chat(Provider.CLAUDE, blank).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({"wandb, 200", "openai, 200", "groq, 400"})
  void severalAnswersComeWhereTheProviderGivesThem(Provider provider, int status) {
    var reply = simulator.chat(provider, question(provider).put("n", 2));
    assertThat(reply.statusCode()).isEqualTo(status);
    if (status == 200) {
      var answer = json(reply);
      assertThat(answer.path("choices")).hasSize(2);
      assertThat(answer.at("/choices/1/index").asInt()).isEqualTo(1);
      assertThat(answer.at("/choices/1/message/content").asText()).isNotEmpty();
    }
  }

  @Test
  void probabilitiesAreToldWhereTheModelTellsThem() {
    var body = question(Provider.OPENAI).put("logprobs", true).put("top_logprobs", 2);
    var told = answer(Provider.OPENAI, body).at("/choices/0/logprobs/content");
    assertThat(told).isNotEmpty();
    assertThat(told.path(0).path("top_logprobs")).hasSize(2);
    var streamed = simulator.chat(Provider.OPENAI, body.put("stream", true)).body();
    assertThat(streamed).contains("\"logprobs\":{\"content\":[{\"token\":\"This is a si\"");
    var gptOss = question(Provider.WANDB).put("logprobs", true);
    assertThat(simulator.chat(Provider.WANDB, gptOss).statusCode()).isEqualTo(422);
  }

  @ParameterizedTest
  @CsvSource({
    "wandb, openai/gpt-oss-120b, 422",
    "wandb, Qwen/Qwen3.8-27B, 200",
    "groq, openai/gpt-oss-120b, 400",
    "openai, gpt-4o-mini, 200"
  })
  void imagesAreForModelsThatSee(Provider provider, String model, int status) {
    var body = question(provider).put("model", model);
    var parts = ((ObjectNode) body.path("messages").path(1)).putArray("content");
    parts.addObject().put("type", "text").put("text", "What is this?");
    parts
        .addObject()
        .put("type", "image_url")
        .putObject("image_url")
        .put("url", "data:image/png;base64,iVBORw0KGgo=");
    assertThat(simulator.chat(provider, body).statusCode()).isEqualTo(status);
  }

  @Test
  void whatElseWasAskedIsObserved() {
    var body = question(Provider.OPENAI).put("seed", 7).put("user", "u-1").put("brand_new", true);
    answer(Provider.OPENAI, body);
    assertThat(simulator.observed().at("/latest/0/parameters"))
        .isEqualTo(json("{\"seed\":7,\"user\":\"u-1\",\"brand_new\":true}"));
  }

  private static JsonNode answer(Provider provider, JsonNode body) {
    var reply = simulator.chat(provider, body);
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    return json(reply);
  }

  private static ObjectNode withTools(Provider provider, String text) {
    var body = question(provider, "Be short.", text);
    var tools = body.putArray("tools");
    for (var tool : List.of(List.of("get_weather", WEATHER), List.of("get_time", NOTHING))) {
      var written = tools.addObject();
      if (provider.equals(Provider.CLAUDE)) {
        written.put("name", tool.getFirst()).set("input_schema", json(tool.getLast()));
      } else {
        var function = written.put("type", "function").putObject("function");
        function.put("name", tool.getFirst()).set("parameters", json(tool.getLast()));
      }
    }
    return body;
  }

  private static void answerTo(
      Provider provider, ObjectNode body, List<JsonNode> calls, String said) {
    var messages = body.withArray("messages");
    var asking = messages.addObject().put("role", "assistant");
    for (var call : calls) {
      if (provider.equals(Provider.CLAUDE)) {
        var use = asking.withArray("content").addObject().put("type", "tool_use");
        use.setAll((ObjectNode) call);
        messages
            .addObject()
            .put("role", "user")
            .putArray("content")
            .addObject()
            .put("type", "tool_result")
            .put("tool_use_id", call.path("id").asText())
            .put("content", said);
      } else {
        var written =
            asking.withArray("tool_calls").addObject().put("id", call.path("id").asText());
        written
            .put("type", "function")
            .putObject("function")
            .put("name", call.path("name").asText())
            .put("arguments", call.path("input").toString());
        messages
            .addObject()
            .put("role", "tool")
            .put("tool_call_id", call.path("id").asText())
            .put("content", said);
      }
    }
  }

  /** Calls of either wire. */
  private static List<JsonNode> calls(Provider provider, JsonNode answer) {
    var calls = new ArrayList<JsonNode>();
    if (provider.equals(Provider.CLAUDE)) {
      for (var block : answer.path("content")) {
        if (block.path("type").asText().equals("tool_use")) {
          calls.add(
              call(
                  block.path("id").asText(),
                  block.path("name").asText(),
                  block.path("input").toString()));
        }
      }
    } else {
      for (var call : answer.at("/choices/0/message/tool_calls")) {
        calls.add(
            call(
                call.path("id").asText(),
                call.at("/function/name").asText(),
                call.at("/function/arguments").asText()));
      }
    }
    return calls;
  }

  private static JsonNode call(String id, String name, String input) {
    var call = StandAlone.JSON.createObjectNode().put("id", id).put("name", name);
    return call.set("input", json(input.isEmpty() ? "{}" : input));
  }

  private static List<JsonNode> events(HttpResponse<String> reply) {
    return reply
        .body()
        .lines()
        .filter(line -> line.startsWith("data: ") && !line.equals("data: [DONE]"))
        .map(line -> json(line.substring(6)))
        .toList();
  }

  private static List<JsonNode> chunks(HttpResponse<String> reply) {
    var ids = new TreeMap<Integer, String>();
    var names = new TreeMap<Integer, String>();
    var inputs = new TreeMap<Integer, String>();
    for (var event : events(reply)) {
      for (var call : event.at("/choices/0/delta/tool_calls")) {
        var index = call.path("index").asInt();
        ids.merge(index, call.path("id").asText(""), String::concat);
        names.merge(index, call.at("/function/name").asText(""), String::concat);
        inputs.merge(index, call.at("/function/arguments").asText(""), String::concat);
      }
    }
    return ids.keySet().stream()
        .map(index -> call(ids.get(index), names.get(index), inputs.get(index)))
        .toList();
  }

  private static List<JsonNode> claudes(HttpResponse<String> reply) {
    var begun = new TreeMap<Integer, JsonNode>();
    var inputs = new TreeMap<Integer, String>();
    for (var event : events(reply)) {
      var index = event.path("index").asInt();
      if (event.at("/content_block/type").asText().equals("tool_use")) {
        begun.put(index, event.path("content_block"));
      }
      inputs.merge(index, event.at("/delta/partial_json").asText(""), String::concat);
    }
    return begun.entrySet().stream()
        .map(
            use ->
                call(
                    use.getValue().path("id").asText(),
                    use.getValue().path("name").asText(),
                    inputs.get(use.getKey())))
        .toList();
  }
}
