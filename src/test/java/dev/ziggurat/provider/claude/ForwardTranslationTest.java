package dev.ziggurat.provider.claude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.ProviderFailure.UnsupportedParameter;
import dev.ziggurat.llm.UpstreamModel;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Translation of chat completion requests to Claude's format. */
class ForwardTranslationTest {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();

  /** A current model: accepts no temperature and cannot be forced to use a tool. */
  private static final UpstreamModel SONNET =
      new UpstreamModel(
          "claude-sonnet-5-5",
          1_000_000,
          128_000,
          Set.of(
              Capability.JSON_SCHEMA, Capability.TOOLS, Capability.VISION, Capability.REASONING));

  /** An older model. */
  private static final UpstreamModel OLDER =
      new UpstreamModel(
          "claude-sonnet-4-5",
          200_000,
          64_000,
          Set.of(Capability.JSON_SCHEMA, Capability.TOOLS, Capability.TEMPERATURE));

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(text, e);
    }
  }

  private static JsonNode translated(String body, UpstreamModel model) {
    var request = new ForwardedRequest((ObjectNode) json(body), 1_000, Optional.empty());
    return json(ForwardTranslation.write(request, model));
  }

  private static JsonNode translated(String body) {
    return translated(body, SONNET);
  }

  /** A request with these additional fields. */
  private static JsonNode with(String fields) {
    return translated("{'messages': [{'role': 'user', 'content': 'Hi'}], " + fields + "}");
  }

  @Test
  void whoWantsASummaryOfTheThinkingIsShownIt() {
    assertThat(with("'reasoning_summary': true").path("thinking"))
        .isEqualTo(json("{'type': 'adaptive', 'display': 'summarized'}"));
    assertThat(
            with("'reasoning_summary': true, 'thinking': {'type': 'between_tools'}")
                .path("thinking"))
        .isEqualTo(json("{'type': 'between_tools'}"));
    var older =
        translated(
            "{'messages': [{'role': 'user', 'content': 'Hi'}], 'reasoning_summary': true}", OLDER);
    assertThat(older.has("thinking")).isFalse();
    assertThat(older.has("reasoning_summary")).isFalse();
  }

  @Test
  void conversationWithToolsIsTranslated() {
    var request =
        """
        {"messages": [
          {"role": "system", "content": "Be short."},
          {"role": "developer", "content": [{"type": "text", "text": "Use tools."}]},
          {"role": "user", "content": "What is the weather in Ur, and what time is it?"},
          {"role": "assistant", "content": "Let me see.", "tool_calls": [
            {"id": "call_1", "type": "function", "function": {"name": "get_weather", "arguments": "{\\"city\\":\\"Ur\\"}"}},
            {"id": "functions.get_time:1", "type": "function", "function": {"name": "get_time", "arguments": ""}}]},
          {"role": "tool", "tool_call_id": "call_1", "content": "23 degrees"},
          {"role": "tool", "tool_call_id": "functions.get_time:1", "content": [{"type": "text", "text": "noon"}]},
          {"role": "user", "content": [{"type": "text", "text": "And tomorrow?"}]}],
         "tools": [
          {"type": "function", "function": {"name": "get_weather", "description": "The weather",
            "parameters": {"type": "object", "properties": {"city": {"type": "string", "minLength": 1}}}}},
          {"type": "function", "function": {"name": "get_time"}}],
         "parallel_tool_calls": false,
         "user": "u-17"}
        """;
    assertThat(translated(request))
        .isEqualTo(
            json(
                """
                {"model": "claude-sonnet-5-5", "max_tokens": 1000,
                 "system": "Be short.\\n\\nUse tools.",
                 "messages": [
                  {"role": "user", "content": [{"type": "text", "text": "What is the weather in Ur, and what time is it?"}]},
                  {"role": "assistant", "content": [
                    {"type": "text", "text": "Let me see."},
                    {"type": "tool_use", "id": "call_1", "name": "get_weather", "input": {"city": "Ur"}},
                    {"type": "tool_use", "id": "functions_get_time_1", "name": "get_time", "input": {}}]},
                  {"role": "user", "content": [
                    {"type": "tool_result", "tool_use_id": "call_1", "content": [{"type": "text", "text": "23 degrees"}]},
                    {"type": "tool_result", "tool_use_id": "functions_get_time_1", "content": [{"type": "text", "text": "noon"}]},
                    {"type": "text", "text": "And tomorrow?"}]}],
                 "tools": [
                  {"name": "get_weather", "description": "The weather",
                   "input_schema": {"type": "object", "properties": {"city": {"type": "string", "minLength": 1}}}},
                  {"name": "get_time", "input_schema": {"type": "object"}}],
                 "tool_choice": {"type": "auto", "disable_parallel_tool_use": true},
                 "metadata": {"user_id": "u-17"}}
                """));
  }

  @Test
  void imagesAreTranslatedInlineAndByUrl() {
    var request =
        """
        {"messages": [{"role": "user", "content": [
          {"type": "text", "text": "What is this?"},
          {"type": "image_url", "image_url": {"url": "data:image/JPG;base64,aGk=", "detail": "low"}},
          {"type": "image_url", "image_url": {"url": "https://example.com/x.png"}},
          {"type": "image_url", "image_url": {"url": "data:image/png;base64,"}}]}]}
        """;
    assertThat(translated(request).at("/messages/0/content"))
        .isEqualTo(
            json(
                """
                [{"type": "text", "text": "What is this?"},
                 {"type": "image", "source": {"type": "base64", "media_type": "image/jpeg", "data": "aGk="}},
                 {"type": "image", "source": {"type": "url", "url": "https://example.com/x.png"}},
                 {"type": "image", "source": {"type": "url", "url": "data:image/png;base64,"}}]
                """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "'auto' | {'type':'auto'} | {'type':'auto'}",
        "'none' | {'type':'none'} | {'type':'none'}",
        "'required' | {'type':'auto'} | {'type':'any'}",
        "{'type':'function','function':{'name':'f'}} | {'type':'auto'} | {'type':'tool','name':'f'}"
      })
  void toolIsForcedOnlyForModelsThatSupportIt(String choice, String current, String older) {
    var body =
        "{'messages': [{'role': 'user', 'content': 'Hi'}], 'tools': [{'type': 'function', 'function': {'name': 'f'}}], 'tool_choice': %s}"
            .formatted(choice);
    assertThat(translated(body, SONNET).path("tool_choice")).isEqualTo(json(current));
    assertThat(translated(body, OLDER).path("tool_choice")).isEqualTo(json(older));
  }

  @Test
  void usedToolsAreDefinedEvenIfNoneIsOffered() {
    var request =
        """
        {"messages": [{"role": "user", "content": "Hi"},
          {"role": "assistant", "content": null, "tool_calls": [
            {"id": "a", "type": "function", "function": {"name": "f", "arguments": "{}"}}]},
          {"role": "tool", "tool_call_id": "a", "content": ""}]}
        """;
    var translated = translated(request);
    assertThat(translated.path("tools"))
        .isEqualTo(json("[{'name': 'f', 'input_schema': {'type': 'object'}}]"));
    assertThat(translated.path("tool_choice")).isEqualTo(json("{'type': 'none'}"));
    assertThat(translated.at("/messages/2/content/0").has("content")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "'stop': 'END' | stop_sequences | ['END']",
        "'stop': ['a', 'b'] | stop_sequences | ['a', 'b']",
        "'reasoning_effort': 'high' | output_config | {'effort': 'high'}",
        "'reasoning_effort': 'none' | output_config | {'effort': 'low'}",
        "'reasoning_effort': 'minimal' | output_config | {'effort': 'low'}",
        "'stream': true | stream | true",
        "'max_tokens': 7 | max_tokens | 1000",
        "'safety_identifier': 's' | metadata | {'user_id': 's'}",
        "'response_format': {'type': 'json_object'} | system | 'Answer with one JSON object and nothing else.'"
      })
  void parametersAreTranslated(String field, String counterpart, String value) {
    assertThat(with(field).path(counterpart)).isEqualTo(json(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "temperature",
        "top_p",
        "top_k",
        "seed",
        "logprobs",
        "top_logprobs",
        "logit_bias",
        "frequency_penalty",
        "presence_penalty",
        "store",
        "service_tier",
        "verbosity",
        "brand_new"
      })
  void parametersThatCurrentModelsRejectAreDropped(String field) {
    assertThat(with("'%s': 1".formatted(field)).properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder("model", "max_tokens", "messages");
  }

  @Test
  void olderModelsGetATemperatureUpToOne() {
    var body =
        "{'messages': [{'role': 'user', 'content': 'Hi'}], 'temperature': 1.7, 'top_p': 0.5}";
    var translated = translated(body, OLDER);
    assertThat(translated.path("temperature").doubleValue()).isEqualTo(1);
    assertThat(translated.has("top_p")).isFalse();
  }

  @Test
  void schemaIsClosedAndItsLimitsMoveToTheDescription() {
    var schema =
        """
        {"type": "object", "required": ["age", "minimum"], "properties": {
          "age": {"type": "integer", "minimum": 0, "maximum": 150, "description": "In years"},
          "minimum": {"type": "array", "minItems": 3, "items": {"type": "object", "properties": {}}},
          "kind": {"enum": [{"minimum": 1}]}}}
        """;
    var format =
        with("'response_format': {'type': 'json_schema', 'json_schema': {'name': 'x', 'schema': %s}}"
                .formatted(schema))
            .at("/output_config/format");
    assertThat(format)
        .isEqualTo(
            json(
                """
                {"type": "json_schema", "schema":
                 {"type": "object", "required": ["age", "minimum"], "properties": {
                  "age": {"type": "integer", "description": "In years (minimum: 0, maximum: 150)"},
                  "minimum": {"type": "array", "items": {"type": "object", "properties": {}, "additionalProperties": false},
                    "description": "(minItems: 3)"},
                  "kind": {"enum": [{"minimum": 1}]}}, "additionalProperties": false}}
                """));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'n': 2",
        "'stop': '\\n'",
        "'functions': [{'name': 'f'}]",
        "'tools': [{'type': 'custom', 'custom': {'name': 'f'}}]",
        "'messages': [{'role': 'assistant', 'content': 'Hi'}]",
        "'messages': [{'role': 'user', 'content': [{'type': 'input_audio'}]}]",
        "'messages': [{'role': 'function', 'content': 'x'}]"
      })
  void unsupportedParametersAreRejected(String field) {
    assertThatThrownBy(() -> with(field)).isInstanceOf(UnsupportedParameter.class);
  }

  private static JsonNode conversation(String messages) {
    return translated("{'messages': [%s]}".formatted(messages));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{'role':'user','content':'Hi'},{'role':'assistant','content':' \\n'},{'role':'user','content':'Ho'} | user: Hi Ho",
        "{'role':'user','content':'Hi'},{'role':'assistant','content':[]},{'role':'user','content':'Ho'} | user: Hi Ho",
        "{'role':'user','content':'Hi'},{'role':'assistant','content':null,'refusal':'\\t'},{'role':'user','content':'Ho'} | user: Hi Ho",
        "{'role':'user','content':[{'type':'text','text':'\\n\\n'},{'type':'text','text':'Hi'}]} | user: Hi",
        "{'role':'user','content':'Hi'},{'role':'assistant','content':'Yes'},{'role':'user','content':'\\n\\n'} | user: Hi / assistant: Yes / user: (empty message)",
        "{'role':'user','content':[]},{'role':'assistant','content':'Yes'},{'role':'user','content':'Ho'} | user: (empty message) / assistant: Yes / user: Ho",
        "{'role':'user','content':'Hi'},{'role':'assistant','content':'A'},{'role':'user','content':''},{'role':'assistant','content':'B'},{'role':'user','content':'Ho'} | user: Hi / assistant: A / user: (empty message) / assistant: B / user: Ho",
        "{'role':'system','content':' \\n'},{'role':'user','content':'Hi'} | user: Hi",
        "{'role':'system','content':[{'type':'text','text':' '}]},{'role':'user','content':' '} | user: (empty message)",
        "{'role':'system','content':'Be short'},{'role':'user','content':' '} | user: Be short"
      })
  void textsWithoutVisibleCharactersAreNotSent(String messages, String sent) {
    var translated = conversation(messages);
    var spoken = new StringBuilder();
    for (var message : translated.path("messages")) {
      spoken
          .append(spoken.isEmpty() ? "" : " / ")
          .append(message.path("role").asText())
          .append(":");
      message
          .path("content")
          .forEach(block -> spoken.append(" ").append(block.path("text").asText()));
    }
    assertThat(spoken).hasToString(sent);
    assertThat(translated.has("system")).isFalse();
  }

  @Test
  void emptyToolResultsHaveNoContent() {
    var translated =
        conversation(
            "{'role':'user','content':'Hi'},{'role':'assistant','tool_calls':[{'id':'a','function':{'name':'f'}}]},"
                + "{'role':'tool','tool_call_id':'a','content':[{'type':'text','text':'\\n'}]}");
    assertThat(translated.at("/messages/2/content/0").has("content")).isFalse();
    assertThat(translated.at("/messages/1/content/0/input")).isEqualTo(json("{}"));
  }

  /** One call of {@code f} per id and turn, and its results. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "functions.f:0 ; functions.f:0 | functions_f_0 ; functions_f_0_2",
        "a.b,a:b | a_b,a_b_2",
        "a.b ; a:b ; a_b | a_b ; a_b_2 ; a_b_3",
        "NONE,NONE | call,call_2",
        "call_1 ; call_2 | call_1 ; call_2"
      })
  void everyCallHasAnIdOfItsOwnAndItsResult(String given, String sent) {
    var messages = new StringBuilder("{'role':'user','content':'Hi'}");
    var number = 0;
    for (var turn : given.split(" ; ")) {
      var calls = new StringBuilder();
      var results = new StringBuilder();
      for (var id : turn.replace("NONE", "").split(",", -1)) {
        calls.append(
            "%s{'id':'%s','type':'function','function':{'name':'f','arguments':'{}'}}"
                .formatted(calls.isEmpty() ? "" : ",", id.strip()));
        results.append(
            ",{'role':'tool','tool_call_id':'%s','content':'r%d'}".formatted(id.strip(), number++));
      }
      messages.append(",{'role':'assistant','tool_calls':[%s]}%s".formatted(calls, results));
    }
    var uses = new StringBuilder();
    var answered = new StringBuilder();
    var expected = 0;
    for (var message : conversation(messages.toString()).path("messages")) {
      var ids = new StringBuilder();
      for (var block : message.path("content")) {
        switch (block.path("type").asText()) {
          case "tool_use" -> ids.append(ids.isEmpty() ? "" : ",").append(block.path("id").asText());
          case "tool_result" -> {
            ids.append(ids.isEmpty() ? "" : ",").append(block.path("tool_use_id").asText());
            assertThat(block.at("/content/0/text").asText()).isEqualTo("r" + expected++);
          }
          default -> assertThat(block.path("text").asText()).isEqualTo("Hi");
        }
      }
      var all = message.path("role").asText().equals("assistant") ? uses : answered;
      if (!ids.isEmpty()) {
        all.append(all.isEmpty() ? "" : " ; ").append(ids);
      }
    }
    assertThat(uses).hasToString(sent);
    assertThat(answered).hasToString(sent);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{'a':1} | {'a':1}",
        "'{\"a\":1}' | {'a':1}",
        "'' | {}",
        "' ' | {}",
        "null | {}",
        "'null' | {}",
        "'{\"a\":' | {'invalid_json':'{\"a\":'}",
        "'{} {}' | {'invalid_json':'{} {}'}",
        "'[1]' | {'invalid_json':'[1]'}",
        "[1] | {'invalid_json':'[1]'}"
      })
  void argumentsOfEarlierCallsAreKept(String arguments, String input) {
    var translated =
        conversation(
            "{'role':'user','content':'Hi'},{'role':'assistant','tool_calls':[{'id':'a','type':'function',"
                + "'function':{'name':'f','arguments':"
                + arguments
                + "}}]},{'role':'tool','tool_call_id':'a','content':'r'}");
    assertThat(translated.at("/messages/1/content/0/input")).isEqualTo(json(input));
  }

  @ParameterizedTest
  @ValueSource(strings = {"who@example.com", "+49 170 1234567", "LONG"})
  void idsOfUsersThatNamePeopleAreHashed(String user) {
    var given = user.equals("LONG") ? "x".repeat(257) : user;
    var sent = with("'user': '%s'".formatted(given)).at("/metadata/user_id").asText();
    assertThat(sent).matches("[0-9a-f]{64}");
    assertThat(with("'user': '%s'".formatted(given)).at("/metadata/user_id").asText())
        .isEqualTo(sent);
  }

  @Test
  void anAnswerThatTheCallerBeganIsSentToOlderModelsOnly() {
    var body =
        "{'messages': [{'role': 'user', 'content': 'Hi'}, {'role': 'assistant', 'content': 'Yes,'}]}";
    assertThat(translated(body, OLDER).at("/messages/1/role").asText()).isEqualTo("assistant");
    assertThatThrownBy(() -> translated(body, SONNET)).isInstanceOf(UnsupportedParameter.class);
  }

  @Test
  void theUsualBudgetFitsIntoTheContext() {
    var small = new UpstreamModel("m", 2_048, 0, Set.of());
    var body = "{'messages': [{'role': 'user', 'content': 'Hi'}]%s}";
    var request =
        new ForwardedRequest((ObjectNode) json(body.formatted("")), 16_384, Optional.empty());
    assertThat(json(ForwardTranslation.write(request, small)).path("max_tokens").asInt())
        .isBetween(1_900, 2_047);
  }

  @Test
  void instructionsAloneBecomeAUserMessage() {
    var translated = translated("{'messages': [{'role': 'system', 'content': 'Hi'}]}");
    assertThat(translated.has("system")).isFalse();
    assertThat(translated.at("/messages/0"))
        .isEqualTo(json("{'role': 'user', 'content': [{'type': 'text', 'text': 'Hi'}]}"));
  }
}
