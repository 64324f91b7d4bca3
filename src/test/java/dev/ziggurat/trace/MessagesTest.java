package dev.ziggurat.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.AnnouncedLimits;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.FinishReason;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ToolCall;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a span shows of requests and answers of OpenAI's format. */
class MessagesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SdkTracerProvider tracing = SdkTracerProvider.builder().build();
  private final ReadableSpan span =
      (ReadableSpan) tracing.get("test").spanBuilder("chat").startSpan();
  private final Messages messages = Messages.of(new Texts(true), JSON);

  private record Texts(boolean texts) implements TraceConfig {

    @Override
    public Duration settling() {
      return Duration.ZERO;
    }

    @Override
    public WeaveSettings weave() {
      throw new AssertionError("not needed");
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException malformed) {
      throw new AssertionError(malformed);
    }
  }

  private static ForwardedRequest request(String body) {
    return new ForwardedRequest((ObjectNode) json(body), 100, Optional.empty());
  }

  private List<JsonNode> input(String body) {
    messages.asked((io.opentelemetry.api.trace.Span) span, request(body));
    return GenAiMessages.input(span.getAttribute(GenAi.INPUT));
  }

  private List<JsonNode> output(List<Choice> choices) {
    messages.answered((io.opentelemetry.api.trace.Span) span, choices);
    return GenAiMessages.output(span.getAttribute(GenAi.OUTPUT));
  }

  @Test
  void toolCallsAndTheirResultsArePartsOfTheInput() {
    var input =
        input(
            """
            {'messages': [
              {'role': 'developer', 'content': [{'type': 'text', 'text': 'Be brief.'}]},
              {'role': 'user', 'content': 'Weather in Paris?'},
              {'role': 'assistant', 'content': null, 'reasoning': 'Look it up.', 'tool_calls': [
                {'id': 'call_1', 'type': 'function',
                 'function': {'name': 'weather', 'arguments': '{\\"city\\": \\"Paris\\"}'}},
                {'id': 'call_2', 'type': 'function',
                 'function': {'name': 'weather', 'arguments': 'no object'}}]},
              {'role': 'tool', 'tool_call_id': 'call_1', 'content': [
                {'type': 'text', 'text': 'rainy'}, {'type': 'text', 'text': 'cold'}]},
              {'role': 'function', 'name': 'weather', 'content': 'dry'}]}
            """);
    assertThat(GenAiMessages.instructions(span.getAttribute(GenAi.INSTRUCTIONS)))
        .containsExactly(json("{'type': 'text', 'content': 'Be brief.'}"));
    assertThat(input)
        .containsExactly(
            json("{'role': 'user', 'parts': [{'type': 'text', 'content': 'Weather in Paris?'}]}"),
            json(
                """
                {'role': 'assistant', 'parts': [
                  {'type': 'reasoning', 'content': 'Look it up.'},
                  {'type': 'tool_call', 'id': 'call_1', 'name': 'weather',
                   'arguments': {'city': 'Paris'}},
                  {'type': 'tool_call', 'id': 'call_2', 'name': 'weather',
                   'arguments': 'no object'}]}
                """),
            json(
                """
                {'role': 'tool', 'parts': [
                  {'type': 'tool_call_response', 'id': 'call_1', 'response': 'rainy\\ncold'}]}
                """),
            json(
                """
                {'role': 'tool', 'parts': [
                  {'type': 'tool_call_response', 'id': 'weather', 'response': 'dry'}]}
                """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'type': 'image_url', 'image_url': {'url': 'https://a.b/c.png'}} | {'type': 'uri', 'modality': 'image', 'uri': 'https://a.b/c.png'}
          {'type': 'image_url', 'image_url': 'https://a.b/c.png'}          | {'type': 'uri', 'modality': 'image', 'uri': 'https://a.b/c.png'}
          {'type': 'image_url', 'image_url': {'url': 'data:image/png;base64,AAAA'}} | {'type': 'omitted', 'modality': 'image', 'mime_type': 'image/png'}
          {'type': 'video_url', 'video_url': {'url': 'https://a.b/c.mp4'}} | {'type': 'uri', 'modality': 'video', 'uri': 'https://a.b/c.mp4'}
          {'type': 'input_audio', 'input_audio': {'data': 'AAAA'}}         | {'type': 'omitted', 'modality': 'audio'}
          {'type': 'file', 'file': {'file_id': 'file-1'}}                  | {'type': 'file', 'modality': 'document', 'file_id': 'file-1'}
          {'type': 'file', 'file': {'file_data': 'AAAA'}}                  | {'type': 'omitted', 'modality': 'document'}
          {'type': 'refusal', 'refusal': 'No.'}                            | {'type': 'text', 'content': 'No.'}
          """)
  void partsOfAMessageHaveTheTypesOfTheConventions(String part, String expected) {
    var input = input("{'messages': [{'role': 'user', 'content': [%s]}]}".formatted(part));
    assertThat(input.getFirst().path("parts")).containsExactly(json(expected));
  }

  @Test
  void ofALongConversationTheLastMessagesAreShown() {
    var message = "{'role': 'user', 'content': '%s'}".formatted("a".repeat(40_000));
    var input =
        input(
            "{'messages': [{'role': 'system', 'content': 'Rules.'}, %s {'role': 'user', 'content': 'last'}]}"
                .formatted((message + ",").repeat(20)));
    assertThat(span.getAttribute(GenAi.INPUT)).hasSizeLessThan(8 * 32_768);
    assertThat(span.getAttribute(GenAi.INSTRUCTIONS)).contains("Rules.");
    assertThat(input.getLast().toString()).contains("last");
    assertThat(input.getFirst().path("parts").path(0).path("content").asText())
        .hasSize(32_769)
        .endsWith("…");
    assertThat(span.getAttribute(GenAi.LEFT_OUT)).isEqualTo(21 - input.size()).isPositive();
  }

  @Test
  void aStreamedAnswerIsPutTogether() {
    var streamed = new StreamedChoices(JSON);
    for (var choices :
        List.of(
            "{'index': 0, 'delta': {'role': 'assistant', 'content': ''}, 'finish_reason': null}",
            "{'index': 0, 'delta': {'reasoning': 'Hm.'}}",
            "{'index': 1, 'delta': {'content': 'Good'}}, {'index': 0, 'delta': {'content': 'Hel'}}",
            "{'index': 0, 'delta': {'content': 'lo'}}",
            "{'index': 0, 'delta': {'tool_calls': [{'index': 0, 'id': 'c1',"
                + " 'function': {'name': 'weather', 'arguments': ''}}]}}",
            "{'index': 0, 'delta': {'tool_calls': [{'index': 1, 'id': 'c2',"
                + " 'function': {'name': 'clock', 'arguments': ''}}]}}",
            "{'index': 0, 'delta': {'tool_calls': [{'index': 0, 'id': '',"
                + " 'function': {'name': '', 'arguments': '{\\'city\\':'}}]}}",
            "{'index': 0, 'delta': {'tool_calls': [{'index': 0,"
                + " 'function': {'arguments': '\\'Paris\\'}'}}]}}",
            "{'index': 0, 'delta': {}, 'finish_reason': 'tool_calls'}")) {
      streamed.add("{'choices': [%s]}".formatted(choices).replace('\'', '"'));
    }
    streamed.add("[DONE]");
    streamed.add("not JSON");

    assertThat(output(streamed.all()))
        .containsExactly(
            json(
                """
                {'role': 'assistant', 'parts': [
                  {'type': 'reasoning', 'content': 'Hm.'},
                  {'type': 'text', 'content': 'Hello'},
                  {'type': 'tool_call', 'id': 'c1', 'name': 'weather',
                   'arguments': {'city': 'Paris'}},
                  {'type': 'tool_call', 'id': 'c2', 'name': 'clock', 'arguments': {}}],
                 'finish_reason': 'tool_call'}
                """),
            json(
                """
                {'role': 'assistant', 'parts': [{'type': 'text', 'content': 'Good'}],
                 'finish_reason': 'error'}
                """));
  }

  @Test
  void anEndlessStreamFillsNoMemory() {
    var streamed = new StreamedChoices(JSON);
    var piece =
        "{\"choices\":[{\"index\":%d,\"delta\":{\"content\":\"" + "a".repeat(1_000) + "\"}}]}";
    for (var chunk = 0; chunk < 2_000; chunk++) {
      streamed.add(piece.formatted(chunk % 200));
    }
    assertThat(streamed.all()).hasSize(128);
    assertThat(streamed.all().toString()).hasSizeLessThan(300_000);
  }

  @Test
  void everyChoiceOfAForwardedAnswerIsShown() {
    var body =
        """
        {'choices': [
          {'index': 0, 'message': {'content': 'Yes.'}, 'finish_reason': 'stop'},
          {'index': 1, 'message': {'content': null, 'refusal': 'No.'},
           'finish_reason': 'content_filter'}]}
        """;
    var choices = Choice.of(completion().forwarding(json(body).toString()), JSON);
    assertThat(output(choices))
        .containsExactly(
            json(
                "{'role': 'assistant', 'parts': [{'type': 'text', 'content': 'Yes.'}],"
                    + " 'finish_reason': 'stop'}"),
            json(
                "{'role': 'assistant', 'parts': [{'type': 'text', 'content': 'No.'}],"
                    + " 'finish_reason': 'content_filter'}"));
  }

  @Test
  void anAnswerToOurOwnPromptHasItsToolCalls() {
    assertThat(output(Choice.of(completion(), JSON)))
        .containsExactly(
            json(
                """
                {'role': 'assistant', 'parts': [
                  {'type': 'text', 'content': 'Wait.'},
                  {'type': 'tool_call', 'id': 'c1', 'name': 'clock', 'arguments': {}}],
                 'finish_reason': 'tool_call'}
                """));
  }

  private static Completion completion() {
    return new Completion(
        Provider.GROQ,
        "model",
        "Wait.",
        List.of(new ToolCall("c1", "clock", "{}")),
        FinishReason.TOOL_CALLS,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        AnnouncedLimits.NONE);
  }

  private static final String PARAMETERS =
      """
      {'messages': [], 'temperature': 0.5, 'top_p': 0.9, 'top_k': 40, 'seed': 7, 'n': 2,
       'frequency_penalty': 1, 'presence_penalty': -1, 'stop': ['END', 'FIN'], 'stream': true,
       'response_format': {'type': 'json_schema'},
       'tools': [{'type': 'function', 'function': {'name': 'weather', 'description': 'Tells it.',
         'parameters': {'type': 'object'}}}, {'type': 'custom', 'custom': {'name': 'shell'}}]}
      """;

  @Test
  void parametersAndToolsAreShown() {
    RequestParameters.add((io.opentelemetry.api.trace.Span) span, request(PARAMETERS), true);
    var expected =
        Map.<AttributeKey<?>, Object>ofEntries(
            Map.entry(GenAi.MAX_TOKENS, 100L),
            Map.entry(GenAi.TEMPERATURE, 0.5),
            Map.entry(GenAi.TOP_P, 0.9),
            Map.entry(GenAi.TOP_K, 40L),
            Map.entry(GenAi.SEED, 7L),
            Map.entry(GenAi.CHOICES, 2L),
            Map.entry(GenAi.FREQUENCY_PENALTY, 1.0),
            Map.entry(GenAi.PRESENCE_PENALTY, -1.0),
            Map.entry(GenAi.STOP, List.of("END", "FIN")),
            Map.entry(GenAi.STREAM, true),
            Map.entry(GenAi.OUTPUT_TYPE, "json"));
    assertThat(span.getAttributes().asMap()).containsAllEntriesOf(expected);
    assertThat(GenAiMessages.tools(span.getAttribute(GenAi.TOOLS)))
        .containsExactly(
            json(
                "{'type': 'function', 'name': 'weather', 'description': 'Tells it.',"
                    + " 'parameters': {'type': 'object'}}"),
            json("{'type': 'custom', 'name': 'shell'}"));
  }

  @Test
  void withoutTextsToolsAreNamedOnly() {
    RequestParameters.add((io.opentelemetry.api.trace.Span) span, request(PARAMETERS), false);
    assertThat(GenAiMessages.tools(span.getAttribute(GenAi.TOOLS)))
        .containsExactly(
            json("{'type': 'function', 'name': 'weather'}"),
            json("{'type': 'custom', 'name': 'shell'}"));
  }

  @Test
  void whatIsNoParameterIsLeftOut() {
    RequestParameters.add(
        (io.opentelemetry.api.trace.Span) span,
        request("{'messages': [], 'seed': 1e40, 'top_p': 'all', 'stop': 'END', 'tools': {}}"),
        true);
    assertThat(span.getAttributes().asMap())
        .containsOnlyKeys(GenAi.MAX_TOKENS, GenAi.STOP)
        .containsEntry(GenAi.STOP, List.of("END"));
  }
}
