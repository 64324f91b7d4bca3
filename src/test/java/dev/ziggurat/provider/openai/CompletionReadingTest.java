package dev.ziggurat.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.AnnouncedLimits;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.FinishReason;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.TokenUsage;
import dev.ziggurat.llm.ToolCall;
import dev.ziggurat.provider.Events;
import dev.ziggurat.provider.Headers;
import dev.ziggurat.provider.ProviderExchange.Answer;
import dev.ziggurat.provider.ProviderJson;
import dev.ziggurat.provider.ServerEvents;
import dev.ziggurat.provider.UnusableAnswer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of every shape are read alike, whole and streamed; cut ones are never complete. */
class CompletionReadingTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Provider SERVER = Provider.WANDB;

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  private static ObjectNode object(String text) {
    return ProviderJson.object(text).orElseThrow();
  }

  private static Completion whole(String body) {
    return CompletionReader.forwarded(
        SERVER,
        "asked",
        new Answer<>(
            object(body), new Headers(Map.of()), AnnouncedLimits.NONE, Optional.of("req_1")),
        body);
  }

  private static Events.Played streamed(int answers, String... events) {
    var request = object("{\"stream_options\": {\"include_usage\": true}}").put("n", answers);
    return Events.play(
        new ChunkReader(SERVER, new ForwardedRequest(request, 100, Optional.empty()), "asked"),
        String.join("\n\n", events) + "\n\n");
  }

  private static String data(Object chunk) {
    return "data: " + chunk;
  }

  /** A chunk with this choice. */
  private static String chunk(int index, String delta, String finish) {
    return data(
        "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":%d,\"delta\":%s,\"finish_reason\":%s}]}"
            .formatted(index, delta, finish));
  }

  private static final String STOP = "\"stop\"";
  private static final String USAGE =
      "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d}}";

  /** The message that the chunks of a choice add up to, as a client adds them up. */
  private static ObjectNode added(List<String> chunks, int index) {
    var message = JSON.createObjectNode();
    var calls = new TreeMap<Integer, ObjectNode>();
    var content = new StringBuilder();
    var refusal = new StringBuilder();
    for (var chunk : chunks) {
      for (var choice : json(chunk).path("choices")) {
        if (choice.path("index").asInt() != index) {
          continue;
        }
        content.append(choice.at("/delta/content").asText(""));
        refusal.append(choice.at("/delta/refusal").asText(""));
        for (var call : choice.at("/delta/tool_calls")) {
          var sum = calls.computeIfAbsent(call.path("index").asInt(), _ -> JSON.createObjectNode());
          if (call.has("id")) {
            sum.set("id", call.path("id"));
            sum.set("name", call.at("/function/name"));
          }
          sum.put(
              "arguments",
              sum.path("arguments").asText("") + call.at("/function/arguments").asText(""));
        }
        if (choice.hasNonNull("finish_reason")) {
          message.set("finish_reason", choice.path("finish_reason"));
        }
      }
    }
    message.put("content", content.toString()).put("refusal", refusal.toString());
    message.putArray("tool_calls").addAll(calls.values());
    return message;
  }

  private static ObjectNode forwarded(Completion whole, int index) {
    var choice = json(whole.forwarded().orElseThrow().chat()).path("choices").path(index);
    var message = JSON.createObjectNode();
    message.set("finish_reason", choice.path("finish_reason"));
    message
        .put("content", choice.at("/message/content").asText(""))
        .put("refusal", choice.at("/message/refusal").asText(""));
    var calls = message.putArray("tool_calls");
    for (var call : choice.at("/message/tool_calls")) {
      var sum = calls.addObject();
      sum.set("id", call.path("id"));
      sum.set("name", call.at("/function/name"));
      sum.put("arguments", call.at("/function/arguments").asText(""));
    }
    return message;
  }

  /** Any answer, in one piece or in any chunks, from any of the dialects, is the same answer. */
  @Property(tries = 500)
  void wholeAndStreamedAreReadAlike(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int choices) {
    var random = new Random(seed);
    var answer = JSON.createObjectNode().put("id", "c").put("model", "m" + random.nextInt(3));
    var events = new ArrayList<List<String>>();
    var all = answer.putArray("choices");
    for (var index = 0; index < choices; index++) {
      events.add(new Dialect(random, index).write(all.addObject()));
    }
    var stream = interleaved(events, random);
    var usage = usage(random);
    answer.set("usage", usage);
    if (!usage.isNull()) {
      stream.add(
          data(
              JSON.createObjectNode()
                  .<ObjectNode>set("usage", usage)
                  .set("choices", JSON.createArrayNode())));
    }
    stream.replaceAll(event -> event.replace("\"m\"", answer.path("model").toString()));
    stream.add(random.nextBoolean() ? "data: [DONE]" : "data:[DONE] ");

    var body = (random.nextInt(4) == 0 ? "\uFEFF" : "") + answer;
    var read = whole(body);
    var played = streamed(choices, stream.toArray(String[]::new));

    for (var index = 0; index < choices; index++) {
      assertThat(added(played.chunks(), index)).as(body).isEqualTo(forwarded(read, index));
    }
    var completion = played.completion();
    assertThat(completion.finishReason()).isEqualTo(read.finishReason());
    assertThat(completion.explanation()).isEqualTo(read.explanation());
    assertThat(completion.usage()).isEqualTo(read.usage());
    assertThat(completion.model()).isEqualTo(read.model());
    assertThat(completion.requestId()).isEqualTo(read.requestId());
    assertThat(read.text()).isEqualTo(forwarded(read, 0).path("content").asText());
    assertThat(read.toolCalls()).hasSize(forwarded(read, 0).path("tool_calls").size());
  }

  private static ArrayList<String> interleaved(List<List<String>> streams, Random random) {
    var order = new ArrayList<Integer>();
    for (var index = 0; index < streams.size(); index++) {
      order.addAll(Collections.nCopies(streams.get(index).size(), index));
    }
    Collections.shuffle(order, random);
    var next = new int[streams.size()];
    var events = new ArrayList<String>();
    for (var index : order) {
      events.add(streams.get(index).get(next[index]++));
    }
    return events;
  }

  private static JsonNode usage(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> json("[]");
      case 1 -> json("null");
      case 2 -> json("{\"prompt_tokens\": 7, \"completion_tokens\": 1e400}");
      case 3 ->
          json(
              "{\"prompt_tokens\": \"7\", \"completion_tokens\": 5, \"prompt_tokens_details\": 0}");
      case 4 -> json("{\"prompt_tokens\": -7, \"completion_tokens\": 5}");
      default ->
          json(
              """
              {"prompt_tokens": 70, "completion_tokens": 5, "prompt_tokens_details": {"cached_tokens": 64},
               "completion_tokens_details": null}""");
    };
  }

  /** One choice, as servers write it that take the schema loosely. */
  private static final class Dialect {
    private final Random random;
    private final int index;
    private final List<String> events = new ArrayList<>();

    Dialect(Random random, int index) {
      this.random = random;
      this.index = index;
    }

    List<String> write(ObjectNode choice) {
      choice.put("index", index);
      var message = choice.putObject("message").put("role", "assistant");
      var calls = random.nextInt(3);
      var text = words();
      message.set("content", content(text));
      for (var word : text.split("(?<=\n)|(?<= )", -1)) {
        noise();
        event(JSON.createObjectNode().set("content", content(word)), null);
      }
      if (random.nextInt(5) == 0) {
        message.put("refusal", "No, " + text);
        event(JSON.createObjectNode().put("refusal", "No, "), null);
        event(JSON.createObjectNode().put("refusal", text), null);
      }
      var written = JSON.createArrayNode();
      for (var call = 0; call < calls; call++) {
        written.add(call(call));
      }
      message.set(
          "tool_calls",
          calls == 0 && random.nextBoolean()
              ? JSON.createObjectNode()
              : calls == 1 && random.nextBoolean() ? written.get(0) : written);
      var reasons = List.of("stop", "length", "tool_calls", "eos", "MAX_TOKENS", "content_filter");
      var reason = reasons.get(random.nextInt(reasons.size()));
      choice.put("finish_reason", reason);
      event(JSON.createObjectNode(), reason);
      return events;
    }

    private String words() {
      return "w" + random.nextInt(100) + " ä\n" + "x".repeat(random.nextInt(3)) + " \"y\" ";
    }

    private JsonNode content(String text) {
      return switch (random.nextInt(4)) {
        case 0 -> {
          var parts = JSON.createArrayNode();
          parts.addObject().put("type", "thinking").putArray("thinking").add("hm");
          parts.addObject().put("type", "text").put("text", text);
          yield parts;
        }
        case 1 -> JSON.createObjectNode().put("type", "text").put("text", text);
        default -> JSON.getNodeFactory().textNode(text);
      };
    }

    private ObjectNode call(int place) {
      var arguments = "{\"a\":" + random.nextInt(100) + "}";
      var asObject = random.nextBoolean();
      var call = JSON.createObjectNode().put("id", "call_" + place).put("type", "function");
      var function = call.putObject("function").put("name", "f" + place);
      if (asObject) {
        function.set("arguments", json(arguments));
      } else {
        function.put("arguments", arguments);
      }
      var delta = call.deepCopy().put("index", place);
      var first = (ObjectNode) delta.path("function");
      var cut = 0;
      if (!asObject) {
        cut = random.nextInt(arguments.length());
        first.put("arguments", arguments.substring(0, cut));
      }
      event(calls(delta), null);
      if (!asObject) {
        var rest = JSON.createObjectNode().put("index", place);
        rest.putObject("function").put("arguments", arguments.substring(cut));
        event(calls(rest), null);
      }
      return call;
    }

    private ObjectNode calls(ObjectNode call) {
      var delta = JSON.createObjectNode();
      if (random.nextBoolean()) {
        delta.putArray("tool_calls").add(call);
      } else {
        delta.set("tool_calls", call);
      }
      return delta;
    }

    private void event(JsonNode delta, String reason) {
      var finish =
          reason == null ? (random.nextInt(4) == 0 ? "\"\"" : "null") : "\"" + reason + "\"";
      events.add(chunk(index, delta.toString(), finish));
    }

    private void noise() {
      var noise =
          List.of(
              ": keepalive",
              "data: : keepalive",
              "data:",
              "data: ",
              "event: heartbeat\ndata: still here",
              "event: ping\ndata: {\"type\": \"ping\"}",
              "data: null",
              "id: 7\nretry: 10");
      if (random.nextInt(3) == 0) {
        events.add(noise.get(random.nextInt(noise.size())));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"abort", "error", "insufficient_system_resource", "not_invented_yet", "", "null"})
  void reasonThatIsNotKnownToMeanAnEndIsACut(String reason) {
    var quoted = reason.equals("null") ? reason : "\"" + reason + "\"";
    var body =
        "{\"choices\":[{\"message\":{\"content\":\"half a\"},\"finish_reason\":%s}],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":5}}"
            .formatted(quoted);
    assertCut(() -> whole(body));
    assertCut(
        () ->
            streamed(
                1,
                chunk(0, "{\"content\":\"half a\"}", "null"),
                chunk(0, "{}", quoted),
                USAGE.formatted(7, 5, 12),
                "data: [DONE]"));
  }

  private static void assertCut(org.assertj.core.api.ThrowableAssert.ThrowingCallable reading) {
    assertThatThrownBy(reading)
        .isInstanceOf(UnusableAnswer.class)
        .hasMessageMatching("the answer (was cut|ended before it was complete): choice \\d has .*");
  }

  @Test
  void everyChoiceThatBeganMustFinish() {
    var cut = "{\"index\":1,\"message\":{\"content\":\"b\"}}";
    var good = "{\"index\":0,\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}";
    assertCut(() -> whole("{\"choices\":[%s,%s]}".formatted(good, cut)));
    assertCut(() -> whole("{\"choices\":[%s,%s]}".formatted(cut, good)));
    for (var end : List.of("data: [DONE]", ": closed")) {
      assertCut(
          () ->
              streamed(
                  2,
                  chunk(0, "{\"content\":\"a\"}", STOP),
                  chunk(1, "{\"content\":\"b\"}", "null"),
                  end));
    }
    assertThatThrownBy(() -> streamed(1, "data: [DONE]")).hasMessageContaining("no choices");
    assertThatThrownBy(() -> whole("{\"choices\":[]}")).hasMessageContaining("no choices");
    assertThatThrownBy(() -> whole("{\"choices\":7}")).hasMessageContaining("no choices");
  }

  @Test
  void reasonOfACutAnswerDoesNotReachTheCaller() {
    var request = new ForwardedRequest(JSON.createObjectNode(), 100, Optional.empty());
    var pieces = new ArrayList<String>();
    new ChunkReader(SERVER, request, "asked")
        .read(
            new ServerEvents.Event(
                "message", chunk(0, "{\"content\":\"x\"}", "\"abort\"").substring(6)),
            piece -> pieces.add(piece.toString()));
    assertThat(pieces).singleElement().asString().contains("\"finish_reason\":null");
  }

  /** llama.cpp counts one choice only in a whole answer with several: what they cost is unknown. */
  @Test
  void usageOfOneOfSeveralChoicesIsNotThatOfAll() {
    var choice = "{\"index\":%d,\"finish_reason\":\"stop\",\"message\":{\"content\":\"a\"}}";
    var usage =
        "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":5},\"timings\":{\"prompt_n\":7}}";
    var two = choice.formatted(0) + "," + choice.formatted(1);
    assertThat(whole("{\"choices\":[" + two + "]," + usage).usage()).isEmpty();
    assertThat(whole("{\"choices\":[" + choice.formatted(0) + "]," + usage).usage())
        .contains(new TokenUsage(7, 0, 0, 5, 0));
  }

  @Test
  void whatACutAnswerUsedIsKnown() {
    var cut =
        catchThrowableOfType(
            UnusableAnswer.class,
            () ->
                streamed(
                    1, chunk(0, "{\"content\":\"a\"}", "\"abort\""), USAGE.formatted(7, 5, 12)));
    assertThat(cut).hasMessageContaining("choice 0 has the finish reason `abort`");
    assertThat(Events.cutAnswer(cut).usage()).contains(new TokenUsage(7, 0, 0, 5, 0));
  }

  /** Counts that grow with the stream are not those of the whole answer. */
  @Test
  void whatACutAnswerUsedIsUnknownBeforeItsEnd() {
    var growing =
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}],"
            + "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":1}}";
    var cut = catchThrowableOfType(UnusableAnswer.class, () -> streamed(1, growing));
    assertThat(Events.cutAnswer(cut).usage()).isEmpty();
    var ended =
        catchThrowableOfType(
            UnusableAnswer.class, () -> streamed(1, growing, USAGE.formatted(7, 5, 12)));
    assertThat(Events.cutAnswer(ended).usage()).contains(new TokenUsage(7, 0, 0, 5, 0));
  }

  @Test
  void refusalIsARefusalInBothModes() {
    var read =
        whole("{\"choices\":[{\"message\":{\"refusal\":\"No.\"},\"finish_reason\":\"stop\"}]}");
    var played = streamed(1, chunk(0, "{\"refusal\":\"No.\"}", "null"), chunk(0, "{}", STOP));
    for (var completion : List.of(read, played.completion())) {
      assertThat(completion.finishReason()).isEqualTo(FinishReason.REFUSAL);
      assertThat(completion.explanation()).contains("No.");
    }
  }

  /** One of several refused answers is enough: the answer is not given again. */
  @Test
  void anyRefusedChoiceMakesTheAnswerARefusal() {
    assertThat(
            streamed(
                    2,
                    chunk(0, "{\"content\":\"a\"}", STOP),
                    chunk(1, "{\"content\":\"b\"}", "\"content_filter\""))
                .completion()
                .finishReason())
        .isEqualTo(FinishReason.REFUSAL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":{\"message\":\"x\",\"code\":429}}",
        "{\"error\":\"Too Many Requests\"}",
        "{\"object\":\"error\",\"message\":\"x\",\"type\":\"BadRequestError\",\"code\":400}",
        "{\"choices\":[{\"error\":{\"code\":502,\"message\":\"x\"},\"finish_reason\":\"error\"}]}",
        "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"error\":{\"message\":\"x\"}}",
        "{\"x_groq\":{\"error\":\"x\"},\"choices\":[]}",
        "{\"detail\":\"Not Found\"}"
      })
  void errorsInStreamsAreFound(String error) {
    assertThatThrownBy(() -> streamed(1, data(error)))
        .isInstanceOf(UnusableAnswer.class)
        .hasMessage("the provider reported an error");
  }

  @Test
  void namedErrorEventsAreErrorsInAnyWords() {
    assertThatThrownBy(() -> streamed(1, "event: error\ndata: Internal Server Error"))
        .hasMessage("the provider reported an error");
    assertThatThrownBy(() -> streamed(1, "{\"error\": {\n\n\"message\": \"not even events\"}}"))
        .hasMessage("the provider reported an error");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "\"\"", "false"})
  void emptyErrorIsNone(String error) {
    var event =
        "{\"error\":%s,\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}";
    assertThat(streamed(1, data(event.formatted(error))).contents()).isOne();
  }

  /** The server may have answered with something else than text. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'function_call':{'name':'f','arguments':{'a':1}}}||f|{\"a\":1}",
        "{'tool_calls':[{'id':'c','type':'custom','custom':{'name':'g','input':'x'}}]}||g|x",
        "{'audio':{'id':'a','data':'UklGRg==','transcript':'spoken'}}|spoken||"
      })
  void otherContentsAreContentsInBothModes(
      String said, String text, String called, String arguments) {
    var part = said.replace('\'', '"');
    var read = whole("{\"choices\":[{\"message\":%s,\"finish_reason\":\"stop\"}]}".formatted(part));
    assertThat(read.text()).isEqualTo(text == null ? "" : text);
    assertThat(read.toolCalls().stream().map(ToolCall::name).toList())
        .isEqualTo(called == null ? List.of() : List.of(called));
    assertThat(read.toolCalls()).allMatch(call -> call.arguments().equals(arguments));
    assertThat(streamed(1, chunk(0, part, STOP)).contents()).isOne();
  }

  @Test
  void whiteSpaceIsNoContentInAnyMode() {
    assertThat(streamed(1, chunk(0, "{\"content\":\"\\n\\n\"}", STOP)).contents()).isZero();
  }

  @Test
  void answerIsCompleteWhenEveryRequestedChoiceHasFinished() {
    var request = new ForwardedRequest(object("{\"n\": 2}"), 100, Optional.empty());
    var reader = new ChunkReader(SERVER, request, "asked");
    for (var index = 0; index < 2; index++) {
      assertThat(reader.isComplete()).isFalse();
      reader.read(
          new ServerEvents.Event("message", chunk(index, "{\"content\":\"x\"}", STOP).substring(6)),
          _ -> {});
    }
    assertThat(reader.isComplete()).isTrue();
  }

  @Test
  void tornChunkBreaksTheStream() {
    assertThatThrownBy(
            () -> streamed(1, "data: {\"choices\":[{\"del", chunk(0, "{\"content\":\"x\"}", STOP)))
        .hasMessageContaining("not a JSON object");
  }

  @Test
  void wholeAnswerToAStreamingCallIsOneChunk() {
    var played =
        streamed(
            1,
            """
            {"id": "c", "object": "chat.completion", "model": "m",
             "choices": [{"index": 0, "message": {"role": "assistant", "content": null,
              "tool_calls": [{"id": "t", "type": "function", "function": {"name": "f", "arguments": {"a": 1}}}]},
              "finish_reason": "tool_calls"}],
             "usage": {"prompt_tokens": 7, "completion_tokens": 5}}""");
    assertThat(added(played.chunks(), 0).at("/tool_calls/0/arguments").asText())
        .isEqualTo("{\"a\":1}");
    assertThat(json(played.chunks().getFirst()).path("object").asText())
        .isEqualTo("chat.completion.chunk");
    assertThat(played.completion().usage()).contains(new TokenUsage(7, 0, 0, 5, 0));
  }

  /** llama.cpp counts each choice for itself, the first one before the second has finished. */
  @Test
  void usageOfEachChoiceIsAddedAndToldOnceAtTheEnd() {
    var played =
        streamed(
            2,
            chunk(0, "{\"content\":\"a\"}", "null"),
            chunk(1, "{\"content\":\"b\"}", "null"),
            chunk(0, "{}", STOP),
            USAGE.formatted(7, 5, 12),
            chunk(1, "{\"content\":\"c\"}", "null"),
            chunk(1, "{}", STOP),
            USAGE.formatted(7, 6, 13),
            "data: [DONE]");
    assertThat(played.completion().usage()).contains(new TokenUsage(7, 0, 0, 11, 0));
    assertThat(added(played.chunks(), 1).path("content").asText()).isEqualTo("bc");
    assertThat(played.chunks()).filteredOn(chunk -> chunk.contains("usage")).hasSize(1);
    assertThat(json(played.chunks().getLast()).path("usage"))
        .isEqualTo(json("{\"prompt_tokens\":7,\"completion_tokens\":11,\"total_tokens\":18}"));
  }

  /** vLLM with continuous usage: each chunk counts everything so far. */
  @ParameterizedTest
  @CsvSource({"1", "2"})
  void usageOfTheWholeAnswerIsNotAddedUp(int answers) {
    var cumulative = "{\"prompt_tokens\":7,\"completion_tokens\":%d}";
    var played =
        streamed(
            answers,
            chunk(0, "{\"content\":\"a\"}", "null")
                .replace("}]}", "}],\"usage\":" + cumulative.formatted(1) + "}"),
            chunk(0, "{}", STOP).replace("}]}", "}],\"usage\":" + cumulative.formatted(5) + "}"),
            "data: {\"choices\":[],\"usage\":" + cumulative.formatted(5) + "}",
            "data: [DONE]");
    assertThat(played.completion().usage()).contains(new TokenUsage(7, 0, 0, 5, 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5, 7|0, 3|5, 7",
        "5, 7|null, null|5, 7",
        "5, 7|9, null|9, 7",
        "5, 7|-1, 9|",
        "5, 7|9, 1e400|",
        "5, 7|9, 1000000000|",
        "5, 7|9, 99999999999999999999999|",
        "5, 7|9, 1.5|",
        "5, 7|9, true|",
        "5, 7|9, \"9\"|9, 9",
        "5, 7|9, 9.0|9, 9"
      })
  void countsNeverShrinkAndImpossibleOnesAreUnknown(String first, String then, String counts) {
    var usage = new UsageReader();
    for (var reported : List.of(first, then)) {
      var pair = reported.split(", ");
      usage.add(
          json("{\"prompt_tokens\":%s,\"completion_tokens\":%s}".formatted(pair[0], pair[1])));
    }
    assertThat(usage.usage().map(read -> read.input() + ", " + read.output()))
        .isEqualTo(Optional.ofNullable(counts));
  }

  @Test
  void namesOfAnyLengthAreCut() {
    var body =
        "{\"id\":\"%1$s\",\"model\":\"%1$s\",\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}"
            .formatted("m".repeat(100_000));
    var completion =
        CompletionReader.read(
            SERVER,
            "asked",
            new Answer<>(
                object(body), new Headers(Map.of()), AnnouncedLimits.NONE, Optional.empty()));
    assertThat(completion.model()).hasSize(256);
    assertThat(completion.requestId().orElseThrow()).hasSize(256);
    assertThat(Completion.name("m".repeat(255) + "🐍")).hasSize(255);
  }
}
