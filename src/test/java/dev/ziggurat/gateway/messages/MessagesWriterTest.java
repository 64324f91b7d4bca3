package dev.ziggurat.gateway.messages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.AnsweredCall;
import dev.ziggurat.gateway.EventWriter;
import dev.ziggurat.gateway.OpenAiError;
import dev.ziggurat.llm.AnswerText;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderFailure.ConnectionLost;
import dev.ziggurat.llm.ProviderFailure.Details;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers in Anthropic's form: the same whole and streamed, in any pieces. */
class MessagesWriterTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final AnsweredCall CALL =
      new AnsweredCall(new UUID(1, 2), Instant.EPOCH, "a-model");
  private static final Pattern EVENT = Pattern.compile("event: (\\w+)\ndata: ([^\n]*)\n\n");

  private final MessagesWriter writer = new MessagesWriter(JSON, true);

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  private JsonNode whole(String completion) {
    return json(writer.body(AnswerText.of(completion), CALL, Optional.empty()));
  }

  /** The data of the events, whose names are checked. */
  private List<JsonNode> streamed(List<AnswerText> pieces, Optional<ObjectNode> explanation) {
    var out = new ByteArrayOutputStream();
    var stream = writer.stream(new EventWriter(out), CALL);
    pieces.forEach(stream::piece);
    stream.end(explanation);
    return events(out);
  }

  private static List<JsonNode> events(ByteArrayOutputStream out) {
    var events = new ArrayList<JsonNode>();
    var text = out.toString(StandardCharsets.UTF_8);
    var matcher = EVENT.matcher(text);
    var end = 0;
    while (matcher.find()) {
      assertThat(matcher.start()).isEqualTo(end);
      end = matcher.end();
      var event = json(matcher.group(2));
      assertThat(event.path("type").asText()).isEqualTo(matcher.group(1));
      events.add(event);
    }
    assertThat(end).isEqualTo(text.length());
    return events;
  }

  /** Adds the events up as Anthropic's SDKs do, and checks their order. */
  private static ObjectNode added(List<JsonNode> events) {
    assertThat(events.getFirst().path("type").asText()).isEqualTo("message_start");
    assertThat(events.getLast().path("type").asText()).isEqualTo("message_stop");
    var message = (ObjectNode) events.getFirst().path("message").deepCopy();
    assertThat(message.path("stop_reason").isNull()).isTrue();
    var content = (ArrayNode) message.path("content");
    var input = new StringBuilder();
    var open = false;
    var ended = false;
    for (var event : events.subList(1, events.size() - 1)) {
      assertThat(ended).isFalse();
      switch (event.path("type").asText()) {
        case "content_block_start" -> {
          assertThat(open).isFalse();
          assertThat(event.path("index").asInt()).isEqualTo(content.size());
          content.add(event.path("content_block").deepCopy());
          input.setLength(0);
          open = true;
        }
        case "content_block_delta" -> {
          assertThat(open).isTrue();
          assertThat(event.path("index").asInt()).isEqualTo(content.size() - 1);
          add(event.path("delta"), (ObjectNode) content.get(content.size() - 1), input);
        }
        case "content_block_stop" -> {
          assertThat(open).isTrue();
          assertThat(event.path("index").asInt()).isEqualTo(content.size() - 1);
          if (!input.isEmpty()) {
            ((ObjectNode) content.get(content.size() - 1)).set("input", json(input.toString()));
          }
          open = false;
        }
        case "message_delta" -> {
          assertThat(open).isFalse();
          message.setAll((ObjectNode) event.path("delta"));
          message.set("usage", event.path("usage"));
          ended = true;
        }
        default -> throw new AssertionError(event);
      }
    }
    assertThat(ended).isTrue();
    return message;
  }

  private static void add(JsonNode delta, ObjectNode block, StringBuilder input) {
    switch (delta.path("type").asText()) {
      case "text_delta" -> append(block, "text", "text", delta);
      case "thinking_delta" -> append(block, "thinking", "thinking", delta);
      case "signature_delta" -> append(block, "thinking", "signature", delta);
      case "input_json_delta" -> {
        assertThat(block.path("type").asText()).isEqualTo("tool_use");
        input.append(delta.path("partial_json").asText());
      }
      default -> throw new AssertionError(delta);
    }
  }

  private static void append(ObjectNode block, String type, String field, JsonNode delta) {
    assertThat(block.path("type").asText()).isEqualTo(type);
    block.put(field, block.path(field).asText() + delta.path(field).asText());
  }

  @Property(tries = 300)
  void inAnyPiecesAStreamAddsUpToTheWholeAnswer(@ForAll long seed) {
    var answer = new RandomAnswer(new Random(seed));

    var events = streamed(answer.chunks(), Optional.empty());

    var whole = whole(answer.completion());
    assertThat(added(events)).isEqualTo(whole);
    assertThat(answer.saidIn(whole.path("content"))).isEqualTo(answer.said());
  }

  private static List<AnswerText> call(String finish, String... arguments) {
    var chunks = new ArrayList<AnswerText>();
    for (var part : arguments) {
      var delta = JSON.createObjectNode();
      var call = delta.putArray("tool_calls").addObject().put("index", 0);
      if (chunks.isEmpty()) {
        call.put("id", "call_1");
      }
      call.putObject("function").put("name", chunks.isEmpty() ? "look" : "").put("arguments", part);
      chunks.add(AnswerText.of("{\"choices\":[{\"index\":0,\"delta\":%s}]}".formatted(delta)));
    }
    chunks.add(
        AnswerText.of(
            "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"%s\"}]}"
                .formatted(finish)));
    return chunks;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'[1' | ']' | {\"invalid_json\":\"[1]\"}",
        "'lo' | 'ok' | {\"invalid_json\":\"look\"}",
        "'nu' | 'll' | {}",
        "' ' | '{}' | {}",
        "'{\"a\"' | ':1} ' | {\"a\":1}",
      })
  void argumentsThatDoNotBeginAsAnObjectBecomeOne(String one, String other, String input) {
    assertThat(
            added(streamed(call("tool_calls", one, other), Optional.empty()))
                .at("/content/0/input"))
        .isEqualTo(json(input));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"'{\"a\"' | ':'", "'{}' | ' {}'", "'{' | 'a}'"})
  void aToolUseWhoseInputIsNoObjectIsAnError(String one, String other) {
    var events = streamed(call("tool_calls", one, other), Optional.empty());

    assertThat(events.getLast().path("type").asText()).isEqualTo("error");
    assertThat(events.getLast().at("/error/type").asText()).isEqualTo("api_error");
    assertThat(events.getLast().at("/error/message").asText()).contains("`look`");
    assertThat(events).noneMatch(event -> event.path("type").asText().equals("content_block_stop"));
  }

  /** As Claude's own is, with the stop reason. */
  @Test
  void anInputThatTheLimitCutsStaysCut() {
    var events = streamed(call("length", "{\"a\"", ":"), Optional.empty());

    assertThat(events).extracting(event -> event.path("type").asText()).endsWith("message_stop");
    assertThat(events.get(events.size() - 2).at("/delta/stop_reason").asText())
        .isEqualTo("max_tokens");
  }

  @Property(tries = 200)
  void thereAndBackNoTextAndNoToolCallIsLost(@ForAll long seed) {
    var answer = new RandomAnswer(new Random(seed));
    var body = JSON.createObjectNode();
    body.putArray("messages")
        .addObject()
        .put("role", "assistant")
        .set("content", whole(answer.completion()).path("content"));

    var message = MessagesTranslation.of(body, new Untranslatable()).path("messages").path(0);

    assertThat(answer.saidIn(message)).isEqualTo(answer.said());
  }

  @Test
  void theWholeAnswerIsAMessage() {
    assertThat(
            whole(
                """
                {"choices": [{"index": 0, "finish_reason": "tool_calls", "message": {"reasoning": "Hm.", "content": "Wait.", "tool_calls": [
                  {"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{\\"city\\": \\"Ur\\"}"}},
                  {"id": "functions.map:0", "type": "function", "function": {"name": "map", "arguments": ""}}]}}],
                 "usage": {"prompt_tokens": 100, "completion_tokens": 20,
                   "prompt_tokens_details": {"cached_tokens": 60, "cache_write_tokens": 10}}}"""))
        .isEqualTo(
            json(
                """
                {"type": "message", "id": "msg_00000000000000010000000000000002", "role": "assistant", "model": "a-model",
                 "content": [{"type": "thinking", "thinking": "Hm.", "signature": "ziggurat"}, {"type": "text", "text": "Wait."},
                   {"type": "tool_use", "id": "call_1", "name": "weather", "input": {"city": "Ur"}},
                   {"type": "tool_use", "id": "toolu_00000000000000010000000000000002_1", "name": "map", "input": {}}],
                 "stop_reason": "tool_use", "stop_sequence": null,
                 "usage": {"input_tokens": 30, "cache_creation_input_tokens": 10, "cache_read_input_tokens": 60, "output_tokens": 20}}"""));
  }

  @Test
  void whoDidNotAskForThinkingGetsNone() {
    var answer =
        AnswerText.of(
            """
            {"choices": [{"index": 0, "finish_reason": "stop", "message": {"reasoning": "Hm.", "content": "Yes."}}]}""");

    assertThat(
            json(new MessagesWriter(JSON, false).body(answer, CALL, Optional.empty()))
                .at("/content/0/type")
                .asText())
        .isEqualTo("text");
  }

  @ParameterizedTest
  @CsvSource({
    "stop, end_turn",
    "length, max_tokens",
    "content_filter, refusal",
    "tool_calls, end_turn"
  })
  void finishReasonsAreMapped(String finish, String stop) {
    assertThat(
            whole(
                    """
                    {"choices": [{"index": 0, "finish_reason": "%s", "message": {"content": "x"}}]}"""
                        .formatted(finish))
                .path("stop_reason")
                .asText())
        .isEqualTo(stop);
  }

  @Test
  void aRefusalIsTextWithItsStopReason() {
    var message =
        whole(
            """
            {"choices": [{"index": 0, "finish_reason": "stop", "message": {"content": null, "refusal": "No."}}]}""");

    assertThat(message.path("stop_reason").asText()).isEqualTo("refusal");
    assertThat(message.at("/content/0/text").asText()).isEqualTo("No.");
  }

  @Test
  void whatClaudeWroteIsPassedOnAsItCame() {
    var body = "{ \"type\":\"message\",  \"new\": 1.50 }";
    assertThat(writer.body(new AnswerText("{}", Optional.of(body)), CALL, Optional.empty()))
        .isEqualTo(body);

    var written =
        List.of(
            "{\"type\":\"message_start\",\"message\":{\"new\":1.50}}",
            "{ \"type\": \"ping\"}",
            "{\"new\":true,\"type\":\"content_block_start\"}",
            "{\"type\":\"message_stop\"}");
    var out = new ByteArrayOutputStream();
    var stream = writer.stream(new EventWriter(out), CALL);
    for (var event : written) {
      stream.piece(new AnswerText("{\"choices\":[]}", Optional.of(event)));
    }
    // The end of the answer in chat completions, which says nothing more.
    stream.piece(AnswerText.of("{\"choices\":[{\"delta\":{\"content\":\"x\"}}]}"));
    stream.end(Optional.empty());

    var sent = EVENT.matcher(out.toString(StandardCharsets.UTF_8)).results().toList();
    assertThat(sent.stream().map(event -> event.group(2))).isEqualTo(written);
    assertThat(sent.stream().map(event -> event.group(1)))
        .containsExactly("message_start", "ping", "content_block_start", "message_stop");
  }

  @Test
  void theExplanationComesBeforeTheLastEvent() {
    var path = JSON.createObjectNode().put("path", 1);
    var chunk = AnswerText.of("{\"choices\":[{\"delta\":{\"content\":\"x\"}}]}");
    var claudes =
        List.of(
            new AnswerText("", Optional.of("{\"type\":\"message_start\"}")),
            new AnswerText("", Optional.of("{\"type\":\"message_stop\"}")));

    for (var pieces : List.of(List.of(chunk), claudes)) {
      var events = streamed(pieces, Optional.of(path));
      assertThat(events.getLast().path("type").asText()).isEqualTo("message_stop");
      assertThat(events.get(events.size() - 2).path("ziggurat")).isEqualTo(path);
    }
    assertThat(
            json(
                writer.body(
                    new AnswerText("{}", Optional.of("{\"id\":\"msg_1\"}")),
                    CALL,
                    Optional.of(path))))
        .isEqualTo(json("{\"id\":\"msg_1\",\"ziggurat\":{\"path\":1}}"));
  }

  @Test
  void aStreamThatBreaksOffEndsWithTheirError() {
    var out = new ByteArrayOutputStream();
    var stream = writer.stream(new EventWriter(out), CALL);
    stream.piece(AnswerText.of("{\"choices\":[{\"delta\":{\"content\":\"x\"}}]}"));
    stream.broken(
        OpenAiError.streamBroken(new ConnectionLost(Provider.GROQ, Details.of("lost"))), 500);

    var events = events(out);
    assertThat(events).noneMatch(event -> event.path("type").asText().equals("message_stop"));
    assertThat(events.getLast().at("/error/type").asText()).isEqualTo("api_error");
    assertThat(events.getLast().path("request_id").asText()).isEqualTo(CALL.id().toString());
  }
}
