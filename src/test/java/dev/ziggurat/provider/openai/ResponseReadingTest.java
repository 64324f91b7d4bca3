package dev.ziggurat.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.FinishReason;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.OriginalRequest;
import dev.ziggurat.llm.OriginalRequest.Api;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.Providers;
import dev.ziggurat.llm.ServiceTier;
import dev.ziggurat.llm.StreamPiece;
import dev.ziggurat.llm.StreamPiece.Delta;
import dev.ziggurat.llm.TokenUsage;
import dev.ziggurat.llm.ToolCall;
import dev.ziggurat.llm.UpstreamModel;
import dev.ziggurat.provider.Events;
import dev.ziggurat.provider.UnusableAnswer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of the Responses API pass to OpenAI as they are; its responses and events are read. */
class ResponseReadingTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String END =
      """
      {"id":"resp_1","object":"response","created_at":7,"status":"completed","model":"gpt-6-luna-1","service_tier":"flex","output":[\
      {"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"hm"}]},\
      {"id":"msg_1","type":"message","content":[{"type":"output_text","text":"Ur 🏺"}]},\
      {"id":"fc_1","type":"function_call","call_id":"c1","name":"f","arguments":"{\\"a\\":1}"},\
      {"id":"ctc_1","type":"custom_tool_call","call_id":"c2","name":"g","input":"go"}],\
      "usage":{"input_tokens":30,"input_tokens_details":{"cached_tokens":20},"output_tokens":9,"output_tokens_details":{"reasoning_tokens":4}}}""";

  private static final String STREAM =
      List.of(
              "{\"type\":\"response.created\",\"response\":{\"id\":\"resp_1\",\"status\":\"in_progress\",\"model\":\"gpt-6-luna-1\"}}",
              "{\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":{\"id\":\"rs_1\",\"type\":\"reasoning\"}}",
              "{\"type\":\"response.reasoning_summary_text.delta\",\"output_index\":0,\"delta\":\"hm\"}",
              "{\"type\":\"response.output_item.added\",\"output_index\":1,\"item\":{\"id\":\"msg_1\",\"type\":\"message\"}}",
              "{\"type\":\"response.output_text.delta\",\"output_index\":1,\"delta\":\" \"}",
              "{\"type\":\"response.output_text.delta\",\"output_index\":1,\"delta\":\"Ur 🏺\"}",
              "{\"type\":\"response.a_new_event\",\"output_index\":1,\"x\":[1]}",
              "{\"type\":\"response.output_item.added\",\"output_index\":2,\"item\":{\"id\":\"fc_1\",\"type\":\"function_call\",\"call_id\":\"c1\",\"name\":\"f\"}}",
              "{\"type\":\"response.function_call_arguments.delta\",\"output_index\":2,\"delta\":\"{\\\"a\\\":\"}",
              "{\"type\":\"response.function_call_arguments.delta\",\"output_index\":2,\"delta\":\"1}\"}",
              "{\"type\":\"response.output_item.added\",\"output_index\":3,\"item\":{\"id\":\"ctc_1\",\"type\":\"custom_tool_call\",\"call_id\":\"c2\",\"name\":\"g\"}}",
              "{\"type\":\"response.output_item.done\",\"output_index\":3,\"item\":{\"id\":\"ctc_1\",\"type\":\"custom_tool_call\",\"call_id\":\"c2\",\"name\":\"g\",\"input\":\"go\"}}",
              "{\"type\":\"response.completed\",\"response\":" + END + "}")
          .stream()
          .map(ResponseReadingTest::event)
          .reduce(": keepalive\n\n", String::concat);

  private static String event(String data) {
    return "event: " + json(data).path("type").asText() + "\ndata: " + data + "\n\n";
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException malformed) {
      throw new AssertionError(text, malformed);
    }
  }

  private static ForwardedRequest request(String chat, String original) {
    return new ForwardedRequest(
        (ObjectNode) json(chat),
        json(chat).path("max_completion_tokens").asInt(900),
        Optional.empty(),
        Optional.of(new OriginalRequest(Api.RESPONSES, (ObjectNode) json(original), Map.of())));
  }

  private static ResponseEventReader reader(String chat) {
    return new ResponseEventReader(Provider.OPENAI, request(chat, "{}"), "gpt-6-luna");
  }

  private static List<StreamPiece> pieces(String stream) {
    return Events.pieces(reader("{}"), stream, 0);
  }

  @Test
  void eachEventStaysAsItCameBesideItsTranslation() {
    var pieces = pieces(STREAM);
    var deltas = pieces.stream().filter(Delta.class::isInstance).map(Delta.class::cast).toList();
    assertThat(deltas)
        .extracting(delta -> event(delta.text().original().orElseThrow()))
        .containsExactly(STREAM.replace(": keepalive\n\n", "").split("(?<=\n\n)"));
    assertThat(deltas.stream().filter(Delta::content)).hasSize(6);
    var said =
        deltas.stream().filter(delta -> !delta.chunk().isEmpty()).map(delta -> json(delta.chunk()));
    assertThat(said.map(chunk -> chunk.at("/choices/0/delta").toString()))
        .containsExactly(
            "{\"role\":\"assistant\",\"content\":\"\"}",
            "{\"reasoning\":\"hm\"}",
            "{\"content\":\" \"}",
            "{\"content\":\"Ur 🏺\"}",
            "{\"tool_calls\":[{\"index\":0,\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}",
            "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"a\\\":\"}}]}",
            "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"1}\"}}]}",
            "{\"tool_calls\":[{\"index\":1,\"id\":\"c2\",\"type\":\"custom\",\"custom\":{\"name\":\"g\",\"input\":\"\"}}]}",
            "{\"tool_calls\":[{\"index\":1,\"custom\":{\"input\":\"go\"}}]}",
            "{}");
    var last = json(deltas.getLast().chunk());
    assertThat(last.at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
    assertThat(last.at("/usage/total_tokens").asInt()).isEqualTo(39);
  }

  @Test
  void theLastEventTellsWhatTheAnswerIs() {
    var end = ((StreamPiece.End) pieces(STREAM).getLast()).completion();
    assertThat(end.model()).isEqualTo("gpt-6-luna-1");
    assertThat(end.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
    assertThat(end.usage()).contains(new TokenUsage(30, 20, 0, 9, 4));
    assertThat(end.tier()).contains(ServiceTier.FLEX);
    assertThat(end.responseId()).contains("resp_1");
    assertThat(end.requestId()).contains("req_1");
    assertThat(end.toolCalls())
        .containsExactly(new ToolCall("c1", "f", "{\"a\":1}"), new ToolCall("c2", "g", "go"));
  }

  @Property(tries = 300)
  void whereTheBytesAreCutDoesNotMatter(@ForAll @IntRange(max = 10_000) int place) {
    var cut = place % STREAM.getBytes(StandardCharsets.UTF_8).length;
    assertThat(Events.pieces(reader("{}"), STREAM, cut)).isEqualTo(pieces(STREAM));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 12})
  void aStreamWithoutItsEndIsCut(int events) {
    var parts = STREAM.split("(?<=\n\n)");
    var torn = String.join("", List.of(parts).subList(0, events));
    assertThatThrownBy(() -> pieces(torn))
        .isInstanceOfSatisfying(
            UnusableAnswer.class, cut -> assertThat(Events.cutAnswer(cut).usage()).isEmpty())
        .hasMessageContaining("ended before it was complete");
  }

  @ParameterizedTest
  @CsvSource({
    "completed, , STOP",
    "incomplete, max_output_tokens, LENGTH",
    "incomplete, content_filter, REFUSAL"
  })
  void statusesAreFinishReasons(String status, String reason, FinishReason finish) {
    var end = (ObjectNode) json(END);
    end.put("status", status).putArray("output");
    end.putObject("incomplete_details").put("reason", reason);
    var stream = event("{\"type\":\"response." + status + "\",\"response\":" + end + "}");
    assertThat(((StreamPiece.End) pieces(stream).getLast()).completion().finishReason())
        .isEqualTo(finish);
  }

  @ParameterizedTest
  @CsvSource({"incomplete, abort", "in_progress, ", "cancelled, "})
  void otherStatusesAreCutAnswers(String status, String reason) {
    var end = (ObjectNode) json(END);
    end.put("status", status);
    end.putObject("incomplete_details").put("reason", reason);
    var stream = event("{\"type\":\"response.completed\",\"response\":" + end + "}");
    assertThatThrownBy(() -> pieces(stream))
        .isInstanceOfSatisfying(
            UnusableAnswer.class, cut -> assertThat(Events.cutAnswer(cut).usage()).isPresent())
        .hasMessageContaining("was cut");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"error\",\"sequence_number\":2,\"code\":\"server_error\",\"message\":\"Ups\",\"param\":null}",
        "{\"type\":\"error\",\"sequence_number\":2,\"error\":{\"code\":\"server_error\",\"message\":\"Ups\"}}",
        "{\"type\":\"response.failed\",\"response\":{\"status\":\"failed\",\"error\":{\"code\":\"server_error\",\"message\":\"Ups\"}}}"
      })
  void errorsInsideAreFailures(String error) {
    var begun = String.join("", List.of(STREAM.split("(?<=\n\n)")).subList(0, 6));
    assertThatThrownBy(() -> pieces(begun + event(error)))
        .isInstanceOf(UnusableAnswer.class)
        .hasMessageContaining("reported an error");
  }

  @Test
  void aTornEventIsNoEvent() {
    assertThatThrownBy(() -> pieces("event: response.created\ndata: {\"type\":\n\n"))
        .isInstanceOf(UnusableAnswer.class)
        .hasMessageContaining("not JSON");
  }

  /** A limit that the caller named, used up by reasoning: that is its answer, though empty. */
  @Test
  void anAnswerThatIsAllReasoningIsTheCallersOnlyWithItsOwnLimit() {
    var end = (ObjectNode) json(END);
    end.put("status", "incomplete").putArray("output");
    end.putObject("incomplete_details").put("reason", "max_output_tokens");
    var stream = event("{\"type\":\"response.incomplete\",\"response\":" + end + "}");
    for (var limit : List.of("{}", "{\"max_completion_tokens\": 20}")) {
      var pieces = Events.pieces(reader(limit), stream, 0);
      assertThat(((Delta) pieces.getFirst()).content()).isEqualTo(limit.length() > 2);
    }
  }

  private static final UpstreamModel USUAL =
      new UpstreamModel("gpt-4o-mini", 128_000, 16_384, Set.of(Capability.TEMPERATURE));
  private static final UpstreamModel REASONER =
      new UpstreamModel("gpt-6-luna", 1_050_000, 128_000, Set.of(Capability.REASONING));

  private static JsonNode written(String chat, String original, UpstreamModel model) {
    var before = json(original);
    var request = request(chat, original);
    var written =
        ResponsesRequest.write(
            Providers.builtIn().get(Provider.OPENAI).deviations(), request, model);
    assertThat(request.original().orElseThrow().body()).isEqualTo(before);
    return json(written.toString());
  }

  @Test
  void whatAModelRefusesIsLeftOut() {
    var original =
        """
        {"model": "auto", "input": "hi", "temperature": 0.5, "top_p": 0.9, "reasoning": {"effort": "low"}, "new": [1, null],
          "include": ["message.output_text.logprobs", "reasoning.encrypted_content"], "chat_template_kwargs": {}}
        """;
    assertThat(written("{}", original, USUAL).toString())
        .isEqualTo(
            "{\"model\":\"gpt-4o-mini\",\"input\":\"hi\",\"temperature\":0.5,\"top_p\":0.9,\"new\":[1,null],"
                + "\"include\":[\"message.output_text.logprobs\"],\"max_output_tokens\":900}");
    assertThat(written("{}", original, REASONER).toString())
        .isEqualTo(
            "{\"model\":\"gpt-6-luna\",\"input\":\"hi\",\"reasoning\":{\"effort\":\"low\"},\"new\":[1,null],"
                + "\"include\":[\"message.output_text.logprobs\",\"reasoning.encrypted_content\"],\"max_output_tokens\":900}");
  }

  @Test
  void theOutputLimitIsAtMostTheModels() {
    assertThat(
            written("{\"max_completion_tokens\": 99999}", "{\"max_output_tokens\": 99999}", USUAL)
                .path("max_output_tokens")
                .asInt())
        .isEqualTo(16_384);
    assertThat(written("{}", "{}", new UpstreamModel("m", 0, 0, Set.of())).has("max_output_tokens"))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.openai.com/v1, true",
    "https://eu.api.openai.com/v1, true",
    "https://api.openai.com.example.org/v1, false",
    "https://notapi.openai.com/v1, false",
    "http://localhost:8000/v1, false"
  })
  void onlyItsOwnAddressesAreTakenToServeTheApi(URI address, boolean own) {
    assertThat(ResponsesProvider.isItsOwn(Providers.builtIn().get(Provider.OPENAI), address))
        .isEqualTo(own);
  }
}
