package dev.ziggurat.gateway.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.GatewayRefusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a request of the Responses API becomes in chat completions. */
class ResponsesTranslationTest {

  private static JsonNode chat(String request) {
    var body = (ObjectNode) EventOrder.json(request);
    UnservedParameters.check(body);
    ResponseParameters.of(body);
    var items = new InputItems();
    items.addAll(body.path("input"), "input");
    return ResponsesTranslation.of(body, items.messages());
  }

  private static JsonNode messages(String input) {
    return chat("{\"input\": " + input + "}").path("messages");
  }

  private static void isTranslated(String request, String chat) {
    var translated = (ObjectNode) chat(request);
    translated.remove("messages");
    assertThat((JsonNode) translated).isEqualTo(EventOrder.json(chat));
  }

  @Test
  void parametersHaveTheNamesOfChatCompletions() {
    isTranslated(
        """
        {"model": "auto", "max_output_tokens": 50, "temperature": 0.5, "top_p": 0.9, "user": "u",
         "safety_identifier": "s", "prompt_cache_key": "k", "service_tier": "flex", "parallel_tool_calls": false,
         "reasoning": {"effort": "low"}, "text": {"verbosity": "low", "format": {"type": "text"}},
         "metadata": {"a": "b"}, "store": true, "include": ["reasoning.encrypted_content"], "truncation": "auto",
         "top_k": 5}
        """,
        """
        {"model": "auto", "max_completion_tokens": 50, "temperature": 0.5, "top_p": 0.9, "user": "u",
         "safety_identifier": "s", "prompt_cache_key": "k", "service_tier": "flex", "parallel_tool_calls": false,
         "reasoning_effort": "low", "verbosity": "low", "top_k": 5}
        """);
  }

  @Test
  void streamsTellTheirUsage() {
    isTranslated(
        "{\"stream\": true, \"stream_options\": {\"include_obfuscation\": false}}",
        "{\"stream\": true, \"stream_options\": {\"include_usage\": true}}");
  }

  @Test
  void whoWantsASummaryOfTheReasoningIsShownIt() {
    isTranslated(
        "{\"reasoning\": {\"effort\": \"high\", \"summary\": \"auto\"}}",
        "{\"reasoning_effort\": \"high\", \"reasoning_summary\": true}");
  }

  @Test
  void probabilitiesAreAskedForEitherWay() {
    isTranslated("{\"top_logprobs\": 3}", "{\"logprobs\": true, \"top_logprobs\": 3}");
    isTranslated("{\"include\": [\"message.output_text.logprobs\"]}", "{\"logprobs\": true}");
  }

  @Test
  void schemasAreTheFormatOfTheAnswer() {
    isTranslated(
        """
        {"text": {"format": {"type": "json_schema", "name": "city", "strict": true, "schema": {"type": "object"}}}}
        """,
        """
        {"response_format": {"type": "json_schema",
          "json_schema": {"name": "city", "schema": {"type": "object"}, "strict": true}}}
        """);
    isTranslated(
        "{\"text\": {\"format\": {\"type\": \"json_object\"}}}",
        "{\"response_format\": {\"type\": \"json_object\"}}");
  }

  @Test
  void toolsAreNested() {
    isTranslated(
        """
        {"tools": [
          {"type": "function", "name": "look", "description": "d", "parameters": {"type": "object"}, "strict": true},
          {"type": "custom", "name": "code", "format": {"type": "grammar", "syntax": "lark", "definition": "x"}}],
         "tool_choice": {"type": "function", "name": "look"}}
        """,
        """
        {"tools": [
          {"type": "function", "function":
            {"name": "look", "description": "d", "parameters": {"type": "object"}, "strict": true}},
          {"type": "custom", "custom":
            {"name": "code", "format": {"type": "grammar", "grammar": {"syntax": "lark", "definition": "x"}}}}],
         "tool_choice": {"type": "function", "function": {"name": "look"}}}
        """);
  }

  @Test
  void onlyTheAllowedToolsAreOffered() {
    isTranslated(
        """
        {"tools": [{"type": "function", "name": "one"}, {"type": "function", "name": "two"}],
         "tool_choice": {"type": "allowed_tools", "mode": "required", "tools": [{"type": "function", "name": "two"}]}}
        """,
        """
        {"tools": [{"type": "function", "function": {"name": "two"}}], "tool_choice": "required"}
        """);
  }

  @Test
  void aTurnOfTheModelIsOneMessage() {
    assertThat(
            messages(
                """
                [{"role": "user", "content": "Where is Ur?"},
                 {"type": "reasoning", "id": "rs_1", "summary": [{"type": "summary_text", "text": "Look it up."}]},
                 {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "Let me see.", "annotations": []}]},
                 {"type": "function_call", "call_id": "c1", "name": "look", "arguments": "{\\"of\\": \\"Ur\\"}"},
                 {"type": "function_call", "call_id": "c2", "name": "look", "arguments": "{}"},
                 {"type": "function_call_output", "call_id": "c1", "output": "Iraq"},
                 {"type": "function_call_output", "call_id": "c2", "output": [{"type": "input_text", "text": "none"}]},
                 {"type": "reasoning", "id": "rs_2", "summary": [], "content": [{"type": "reasoning_text", "text": "Now I know."}]},
                 {"role": "assistant", "content": "In Iraq."},
                 {"role": "developer", "content": "Be short."}]
                """))
        .isEqualTo(
            EventOrder.json(
                """
                [{"role": "user", "content": "Where is Ur?"},
                 {"role": "assistant", "reasoning": "Look it up.", "content": "Let me see.", "tool_calls": [
                   {"id": "c1", "type": "function", "function": {"name": "look", "arguments": "{\\"of\\": \\"Ur\\"}"}},
                   {"id": "c2", "type": "function", "function": {"name": "look", "arguments": "{}"}}]},
                 {"role": "tool", "tool_call_id": "c1", "content": "Iraq"},
                 {"role": "tool", "tool_call_id": "c2", "content": "none"},
                 {"role": "assistant", "reasoning": "Now I know.", "content": "In Iraq."},
                 {"role": "developer", "content": "Be short."}]
                """));
  }

  /** Only messages of the user may have images. */
  @Test
  void imagesOfToolsFollowTheOutputs() {
    assertThat(
            messages(
                """
                [{"type": "function_call", "call_id": "c1", "name": "draw", "arguments": "{}"},
                 {"type": "function_call", "call_id": "c2", "name": "draw", "arguments": "{}"},
                 {"type": "function_call_output", "call_id": "c1", "output": [
                   {"type": "input_text", "text": "drawn"}, {"type": "input_image", "image_url": "data:image/png;base64,AA"}]},
                 {"type": "function_call_output", "call_id": "c2", "output": "failed"},
                 {"role": "user", "content": "Compare."}]
                """))
        .isEqualTo(
            EventOrder.json(
                """
                [{"role": "assistant", "tool_calls": [
                   {"id": "c1", "type": "function", "function": {"name": "draw", "arguments": "{}"}},
                   {"id": "c2", "type": "function", "function": {"name": "draw", "arguments": "{}"}}]},
                 {"role": "tool", "tool_call_id": "c1", "content": "drawn"},
                 {"role": "tool", "tool_call_id": "c2", "content": "failed"},
                 {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:image/png;base64,AA"}}]},
                 {"role": "user", "content": "Compare."}]
                """));
  }

  /** Providers of chat completions refuse a message between a call and its output. */
  @Test
  void outputsStandDirectlyBehindTheirCalls() {
    assertThat(
            messages(
                """
                [{"type": "function_call", "call_id": "c1", "name": "look", "arguments": "{}"},
                 {"type": "function_call", "call_id": "c2", "name": "look", "arguments": "{}"},
                 {"role": "user", "content": "Hurry."},
                 {"type": "function_call", "call_id": "c3", "name": "look", "arguments": "{}"},
                 {"type": "function_call_output", "call_id": "c3", "output": "three"},
                 {"type": "function_call_output", "call_id": "c2", "output": [
                   {"type": "input_image", "image_url": "data:image/png;base64,AA"}, {"type": "input_text", "text": "two"}]},
                 {"role": "developer", "content": "Be short."},
                 {"type": "function_call_output", "call_id": "c1", "output": "one"},
                 {"role": "user", "content": "Well?"}]
                """))
        .isEqualTo(
            EventOrder.json(
                """
                [{"role": "assistant", "tool_calls": [
                   {"id": "c1", "type": "function", "function": {"name": "look", "arguments": "{}"}},
                   {"id": "c2", "type": "function", "function": {"name": "look", "arguments": "{}"}}]},
                 {"role": "tool", "tool_call_id": "c1", "content": "one"},
                 {"role": "tool", "tool_call_id": "c2", "content": "two"},
                 {"role": "user", "content": "Hurry."},
                 {"role": "assistant", "tool_calls": [
                   {"id": "c3", "type": "function", "function": {"name": "look", "arguments": "{}"}}]},
                 {"role": "tool", "tool_call_id": "c3", "content": "three"},
                 {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:image/png;base64,AA"}}]},
                 {"role": "developer", "content": "Be short."},
                 {"role": "user", "content": "Well?"}]
                """));
  }

  /** As the ids of models that count their calls anew in each turn. */
  @Test
  void idsThatRepeatMeanTheCallBefore() {
    assertThat(
            messages(
                """
                [{"type": "function_call", "call_id": "c", "name": "a", "arguments": "{}"},
                 {"type": "function_call", "call_id": "c", "name": "b", "arguments": "{}"},
                 {"type": "function_call_output", "call_id": "c", "output": "one"},
                 {"type": "function_call_output", "call_id": "c", "output": "two"},
                 {"type": "function_call", "call_id": "c", "name": "c", "arguments": "{}"},
                 {"role": "user", "content": "Hurry."},
                 {"type": "function_call_output", "call_id": "c", "output": "three"}]
                """))
        .extracting(message -> message.path("content").asText())
        .containsExactly("", "one", "two", "", "three", "Hurry.");
  }

  @Test
  void partsOfMessagesAreTranslated() {
    assertThat(
            messages(
                """
                [{"role": "user", "content": [
                  {"type": "input_text", "text": "What is this?"},
                  {"type": "input_image", "image_url": "https://example.org/a.png", "detail": "low"},
                  {"type": "input_file", "filename": "a.pdf", "file_data": "data:application/pdf;base64,AA"},
                  {"type": "input_audio", "input_audio": {"data": "AA", "format": "wav"}}]}]
                """))
        .isEqualTo(
            EventOrder.json(
                """
                [{"role": "user", "content": [
                  {"type": "text", "text": "What is this?"},
                  {"type": "image_url", "image_url": {"url": "https://example.org/a.png", "detail": "low"}},
                  {"type": "file", "file": {"file_data": "data:application/pdf;base64,AA", "filename": "a.pdf"}},
                  {"type": "input_audio", "input_audio": {"data": "AA", "format": "wav"}}]}]
                """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "background | {\"background\": true}",
        "conversation | {\"conversation\": \"conv_1\"}",
        "prompt | {\"prompt\": {\"id\": \"pmpt_1\"}}",
        "context_management | {\"context_management\": [{\"type\": \"compaction\"}]}",
        "tools[1].type | {\"tools\": [{\"type\": \"function\", \"name\": \"a\"}, {\"type\": \"web_search\"}]}",
        "tools[0].type | {\"tools\": [{\"type\": \"file_search\", \"vector_store_ids\": []}]}",
        "tools[0].type | {\"tools\": [{\"type\": \"mcp\", \"server_label\": \"a\"}]}",
        "tools[0].type | {\"tools\": [{\"type\": \"code_interpreter\"}]}",
        "tools[0].type | {\"tools\": [{\"type\": \"image_generation\"}]}",
        "tools[0].type | {\"tools\": [{\"type\": \"computer_use_preview\"}]}",
        "tool_choice.type | {\"tools\": [{\"type\": \"function\", \"name\": \"a\"}], \"tool_choice\": {\"type\": \"web_search\"}}",
        "input[0].type | {\"input\": [{\"type\": \"web_search_call\", \"id\": \"ws_1\"}]}",
        "input[0].content[0].file_id | {\"input\": [{\"role\": \"user\", \"content\": [{\"type\": \"input_image\", \"file_id\": \"f\"}]}]}",
        "input[0].content[0].file_url | {\"input\": [{\"role\": \"user\", \"content\": [{\"type\": \"input_file\", \"file_url\": \"f\"}]}]}",
      })
  void whatNobodyCanDoIsRefusedByName(String parameter, String request) {
    var error = catchThrowableOfType(GatewayRefusal.class, () -> chat(request)).error().error();
    assertThat(error.param()).isEqualTo(parameter);
    assertThat(error.code()).isEqualTo("unsupported_parameter");
    assertThat(error.message()).startsWith("Unsupported parameter: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max_output_tokens | {\"max_output_tokens\": 0}",
        "top_logprobs | {\"top_logprobs\": 21}",
        "store | {\"store\": \"yes\"}",
        "instructions | {\"instructions\": 1}",
        "truncation | {\"truncation\": \"middle\"}",
        "include[0] | {\"include\": [\"everything\"]}",
        "text | {\"text\": \"json\"}",
        "text.format.type | {\"text\": {\"format\": {\"type\": \"xml\"}}}",
        "text.format.schema | {\"text\": {\"format\": {\"type\": \"json_schema\", \"name\": \"a\"}}}",
        "reasoning | {\"reasoning\": \"high\"}",
        "tools | {\"tools\": 5}",
        "tools[0].name | {\"tools\": [{\"type\": \"function\"}]}",
        "tool_choice | {\"tools\": [{\"type\": \"function\", \"name\": \"a\"}], \"tool_choice\": \"always\"}",
        "input[0] | {\"input\": [\"hello\"]}",
        "input[0].role | {\"input\": [{\"role\": \"tool\", \"content\": \"a\"}]}",
        "input[0].content | {\"input\": [{\"role\": \"user\", \"content\": 5}]}",
        "input[0].content[0].type | {\"input\": [{\"role\": \"user\", \"content\": [{\"type\": \"video\"}]}]}",
        "input[0].call_id | {\"input\": [{\"type\": \"function_call\", \"name\": \"a\", \"arguments\": \"{}\"}]}",
      })
  void whatIsInvalidIsNamed(String parameter, String request) {
    var error = catchThrowableOfType(GatewayRefusal.class, () -> chat(request)).error().error();
    assertThat(error.param()).isEqualTo(parameter);
    assertThat(error.message()).contains(parameter);
  }
}
