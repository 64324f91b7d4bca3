package dev.ziggurat.provider.claude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.AnnouncedLimits;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.TokenUsage;
import dev.ziggurat.provider.Events;
import dev.ziggurat.provider.Headers;
import dev.ziggurat.provider.ProviderExchange.Answer;
import dev.ziggurat.provider.ProviderJson;
import dev.ziggurat.provider.UnusableAnswer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Claude's answers are read alike, whole and streamed; cut ones are never complete. */
class MessageReadingTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String START =
      "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"model\":\"m\",\"usage\":%s}}";
  private static final String TEXT =
      "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"x\"}}";
  private static final String DELTA =
      "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":%s},\"usage\":%s}";
  private static final String STOP = "{\"type\":\"message_stop\"}";

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  private static Completion whole(String body) {
    return AnswerReader.read(
        "asked",
        new Answer<>(
            ProviderJson.object(body).orElseThrow(),
            new Headers(Map.of()),
            AnnouncedLimits.NONE,
            Optional.of("req_1")));
  }

  private static Events.Played streamed(String... events) {
    var request =
        ProviderJson.object("{\"stream_options\": {\"include_usage\": true}}").orElseThrow();
    var body = new StringBuilder();
    for (var event : events) {
      if (event.startsWith("{")) {
        body.append("event: ").append(json(event).path("type").asText()).append("\ndata: ");
      }
      body.append(event).append("\n\n");
    }
    return Events.play(
        new ClaudeEventReader(
            new ForwardedRequest(request, 100, Optional.empty()), "asked", Instant.EPOCH),
        body.toString());
  }

  /** The choice that the chunks add up to, with the tool calls in their order. */
  private static ObjectNode added(List<String> chunks) {
    var sum = JSON.createObjectNode();
    var content = new StringBuilder();
    var refusal = new StringBuilder();
    var calls = new TreeMap<Integer, List<String>>();
    for (var chunk : chunks) {
      var choice = json(chunk).path("choices").path(0);
      content.append(choice.at("/delta/content").asText(""));
      refusal.append(choice.at("/delta/refusal").asText(""));
      for (var call : choice.at("/delta/tool_calls")) {
        var parts = calls.computeIfAbsent(call.path("index").asInt(), _ -> new ArrayList<>());
        parts.add(call.path("id").asText("") + call.at("/function/name").asText(""));
        parts.add(call.at("/function/arguments").asText());
      }
      if (choice.hasNonNull("finish_reason")) {
        sum.set("finish_reason", choice.path("finish_reason"));
      }
    }
    sum.put("content", content.toString()).put("refusal", refusal.toString());
    var written = sum.putArray("calls");
    calls.values().forEach(parts -> written.add(String.join("", parts)));
    return sum;
  }

  private static ObjectNode shaped(Completion whole) {
    var choice = json(OpenAiShape.completion(whole, "", Instant.EPOCH)).path("choices").path(0);
    var sum = JSON.createObjectNode();
    sum.set("finish_reason", choice.path("finish_reason"));
    sum.put("content", choice.at("/message/content").asText(""));
    sum.put("refusal", choice.at("/message/refusal").asText(""));
    var calls = sum.putArray("calls");
    for (var call : choice.at("/message/tool_calls")) {
      calls.add(
          call.path("id").asText()
              + call.at("/function/name").asText()
              + call.at("/function/arguments").asText());
    }
    return sum;
  }

  @Property(tries = 500)
  void wholeAndStreamedAreReadAlike(@ForAll long seed) {
    var random = new Random(seed);
    var message = JSON.createObjectNode().put("id", "msg_1").put("model", "m");
    var events = new ArrayList<String>();
    var usage =
        JSON.createObjectNode().put("input_tokens", random.nextInt(1000)).put("output_tokens", 1);
    if (random.nextBoolean()) {
      usage.put("cache_read_input_tokens", random.nextInt(1000));
    }
    events.add(START.formatted(usage));
    var content = message.putArray("content");
    for (var index = random.nextInt(4); index > 0; index--) {
      block(content.addObject(), content.size() - 1, events, random);
    }
    var reasons = List.of("end_turn", "stop_sequence", "max_tokens", "tool_use", "refusal");
    var reason = reasons.get(random.nextInt(reasons.size()));
    message.put("stop_reason", reason);
    var last = JSON.createObjectNode().put("output_tokens", random.nextInt(1000) + 1);
    if (random.nextBoolean()) {
      last.putNull("input_tokens").put("cache_read_input_tokens", 0);
    }
    events.add(DELTA.formatted("\"" + reason + "\"", last));
    if (random.nextInt(4) > 0) {
      events.add(STOP);
    }
    message.set("usage", usage.put("output_tokens", last.path("output_tokens").asInt()));

    var read = whole(message.toString());
    var played = streamed(events.toArray(String[]::new));

    assertThat(added(played.chunks())).as(events.toString()).isEqualTo(shaped(read));
    assertThat(played.completion().usage()).isEqualTo(read.usage());
    assertThat(played.completion().finishReason()).isEqualTo(read.finishReason());
    assertThat(played.completion().explanation()).isEqualTo(read.explanation());
    assertThat(played.completion().requestId()).isEqualTo(read.requestId());
    assertThat(played.completion().model()).isEqualTo(read.model());
  }

  private static void block(ObjectNode block, int index, List<String> events, Random random) {
    var start = JSON.createObjectNode().put("type", "content_block_start").put("index", index);
    if (random.nextBoolean()) {
      var text = "w" + random.nextInt(100) + " ä\n";
      block.put("type", "text").put("text", text + text);
      var atStart = random.nextBoolean();
      start.putObject("content_block").put("type", "text").put("text", atStart ? text : null);
      events.add(start.toString());
      for (var times = atStart ? 1 : 2; times > 0; times--) {
        noise(events, random);
        events.add(delta(index, "text_delta", "text", text));
      }
    } else {
      var input = random.nextInt(3) == 0 ? "{}" : "{\"path\":\"/a" + random.nextInt(9) + "\"}";
      block.put("type", "tool_use").put("id", "toolu_" + index).put("name", "f");
      var begun = block.deepCopy();
      block.set("input", json(input));
      var atStart = random.nextBoolean();
      start.set(
          "content_block",
          atStart && random.nextBoolean()
              ? begun.put("input", input)
              : begun.set("input", json(atStart ? input : "{}")));
      events.add(start.toString());
      events.add(delta(index, "input_json_delta", "partial_json", ""));
      if (!atStart && !input.equals("{}")) {
        var cut = random.nextInt(input.length());
        events.add(delta(index, "input_json_delta", "partial_json", input.substring(0, cut)));
        events.add(delta(index, "input_json_delta", "partial_json", input.substring(cut)));
      }
    }
    if (random.nextInt(4) > 0) {
      events.add("{\"type\":\"content_block_stop\",\"index\":" + index + "}");
    }
  }

  private static String delta(int index, String type, String field, String text) {
    var event = JSON.createObjectNode().put("type", "content_block_delta").put("index", index);
    event.putObject("delta").put("type", type).put(field, text);
    return event.toString();
  }

  private static void noise(List<String> events, Random random) {
    var noise =
        List.of(
            ": keepalive",
            "data: : keepalive",
            "data:",
            "event: heartbeat\ndata: still here",
            "{\"type\":\"ping\"}",
            "data: [DONE] ");
    if (random.nextInt(3) == 0) {
      events.add(noise.get(random.nextInt(noise.size())));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Counts do not shrink.
        "{'input_tokens':100000,'output_tokens':1}|{'input_tokens':0,'output_tokens':5}|100000|0|5",
        // Null changes nothing.
        "{'input_tokens':100,'output_tokens':1}|{'input_tokens':null,'output_tokens':5}|100|0|5",
        "{'input_tokens':100,'output_tokens':9}|{'output_tokens':null}|100|0|9",
        "{'input_tokens':1,'cache_read_input_tokens':99,'output_tokens':1}|{'cache_read_input_tokens':null,'output_tokens':5}|100|99|5",
        "{'input_tokens':1,'cache_read_input_tokens':99,'output_tokens':1}|{'cache_read_input_tokens':0,'output_tokens':5}|100|99|5",
        "{'input_tokens':0,'output_tokens':1}|{'input_tokens':100,'output_tokens':5}|100|0|5",
        "null|{'input_tokens':100,'output_tokens':5}|100|0|5",
        // Impossible counts are unknown.
        "{'input_tokens':100,'output_tokens':1}|{'output_tokens':1e400}|||",
        "{'input_tokens':-100,'output_tokens':1}|{'output_tokens':5}|||",
        "{'input_tokens':100,'cache_creation_input_tokens':-9,'output_tokens':1}|{'output_tokens':5}|||",
        "{'input_tokens':100}|{'output_tokens':null}|||"
      })
  void countsOfStreams(String start, String delta, Long input, Long cached, Long output) {
    var played =
        streamed(
            START.formatted(start.replace('\'', '"')),
            TEXT,
            DELTA.formatted("\"end_turn\"", delta.replace('\'', '"')),
            STOP);
    var expected = Optional.ofNullable(input).map(_ -> new TokenUsage(input, cached, 0, output, 0));
    assertThat(played.completion().usage()).isEqualTo(expected);
    assertThat(played.chunks().stream().filter(chunk -> chunk.contains("\"usage\"")).count())
        .isEqualTo(expected.isPresent() ? 1 : 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"pause_turn\"", "\"error\"", "\"not_invented_yet\"", "\"\""})
  void reasonThatIsNotKnownToMeanAnEndIsACut(String reason) {
    assertThatThrownBy(
            () ->
                whole(
                    "{\"content\":[{\"type\":\"text\",\"text\":\"x\"}],\"stop_reason\":%s}"
                        .formatted(reason)))
        .isInstanceOf(UnusableAnswer.class);
    assertThatThrownBy(
            () -> streamed(START.formatted("{}"), TEXT, DELTA.formatted(reason, "{}"), STOP))
        .isInstanceOf(UnusableAnswer.class);
  }

  /** The first event counts one token of the answer; only the last one counts all. */
  @Test
  void whatACutAnswerUsedIsKnownFromItsLastEventOnly() {
    var start = START.formatted("{\"input_tokens\":100,\"output_tokens\":1}");
    var cut = catchThrowableOfType(UnusableAnswer.class, () -> streamed(start, TEXT));
    assertThat(Events.cutAnswer(cut).usage()).isEmpty();
    var ended =
        catchThrowableOfType(
            UnusableAnswer.class,
            () ->
                streamed(start, TEXT, DELTA.formatted("\"abort\"", "{\"output_tokens\":9}"), STOP));
    assertThat(Events.cutAnswer(ended).usage()).contains(new TokenUsage(100, 0, 0, 9, 0));
  }

  @Test
  void streamThatEndsWithoutAStopReasonIsACut() {
    assertThatThrownBy(() -> streamed(START.formatted("{}"), TEXT))
        .isInstanceOf(UnusableAnswer.class)
        .hasMessageContaining("no stop reason");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"x\"}}",
        "{\"type\":\"message_delta\",\"error\":{\"code\":429}}",
        "event: error\ndata: Overloaded",
        "event: error\ndata: {\"message\":\"x\"}"
      })
  void errorEventsAreErrors(String event) {
    assertThatThrownBy(() -> streamed(START.formatted("{}"), event))
        .hasMessage("the provider reported an error");
  }

  @Test
  void contentMayBeATextOrOneBlock() {
    for (var content : List.of("\"text\"", "{\"type\":\"text\",\"text\":\"text\"}", "[\"text\"]")) {
      assertThat(whole("{\"content\":%s,\"stop_reason\":\"end_turn\"}".formatted(content)).text())
          .isEqualTo("text");
    }
  }
}
