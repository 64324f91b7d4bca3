package dev.ziggurat.gateway.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.GatewayRefusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of Anthropic's request other providers are sent. */
class MessagesTranslationTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String HELLO =
      "\"max_tokens\": 50, \"messages\": [{\"role\": \"user\", \"content\": \"hello\"}]";

  private final Untranslatable untranslatable = new Untranslatable();

  private static JsonNode json(String text) throws JsonProcessingException {
    return JSON.readTree(text);
  }

  private ObjectNode translated(String body) throws JsonProcessingException {
    return MessagesTranslation.of((ObjectNode) json(body), untranslatable);
  }

  private JsonNode messages(String messages) throws JsonProcessingException {
    return translated("{\"messages\": %s}".formatted(messages)).path("messages");
  }

  @Test
  void fieldsHaveTheirNamesOfChatCompletions() throws JsonProcessingException {
    assertThat(
            translated(
                """
                {"model": "auto", "max_tokens": 50, "stream": true, "system": [{"type": "text", "text": "Be brief.",
                  "cache_control": {"type": "ephemeral"}}, {"type": "text", "text": "Be kind."}],
                 "messages": [{"role": "user", "content": [{"type": "text", "text": "hello"}]}],
                 "stop_sequences": ["END"], "temperature": 0.5, "top_p": 0.9, "top_k": 5, "service_tier": "auto",
                 "metadata": {"user_id": "u-1"}, "thinking": {"type": "enabled", "budget_tokens": 4096},
                 "tools": [{"name": "weather", "description": "of a city", "input_schema": {"type": "object"}, "strict": true,
                   "cache_control": {"type": "ephemeral"}}],
                 "tool_choice": {"type": "any", "disable_parallel_tool_use": true}}"""))
        .isEqualTo(
            json(
                """
                {"model": "auto", "messages": [{"role": "system", "content": "Be brief.\\n\\nBe kind."}, {"role": "user", "content": "hello"}],
                 "tools": [{"type": "function", "function": {"name": "weather", "description": "of a city",
                   "parameters": {"type": "object"}, "strict": true}}],
                 "tool_choice": "required", "parallel_tool_calls": false, "reasoning_effort": "medium", "max_completion_tokens": 50,
                 "temperature": 0.5, "top_p": 0.9, "top_k": 5, "stream": true, "stop": ["END"], "user": "u-1",
                 "stream_options": {"include_usage": true}}"""));
    assertThat(untranslatable.message()).isEmpty();
    assertThat(untranslatable.unpriced()).isEmpty();
  }

  @Test
  void toolResultsBecomeToolMessagesBeforeWhatTheUserSays() throws JsonProcessingException {
    assertThat(
            messages(
                """
                [{"role": "user", "content": "weather?"},
                 {"role": "assistant", "content": [{"type": "thinking", "thinking": "Ask.", "signature": "x"},
                   {"type": "redacted_thinking", "data": "zzz"},
                   {"type": "text", "text": "I look."}, {"type": "tool_use", "id": "toolu_1", "name": "weather", "input": {"city": "Ur"}},
                   {"type": "tool_use", "id": "toolu_2", "name": "map", "input": {}}]},
                 {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "toolu_1", "content": "sunny"},
                   {"type": "tool_result", "tool_use_id": "toolu_2", "is_error": true, "content": [{"type": "text", "text": "no map"},
                     {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "QUJD"}}]},
                   {"type": "text", "text": "Well?"}]}]"""))
        .isEqualTo(
            json(
                """
                [{"role": "user", "content": "weather?"},
                 {"role": "assistant", "content": "I look.", "reasoning": "Ask.", "tool_calls": [
                   {"id": "toolu_1", "type": "function", "function": {"name": "weather", "arguments": "{\\"city\\":\\"Ur\\"}"}},
                   {"id": "toolu_2", "type": "function", "function": {"name": "map", "arguments": "{}"}}]},
                 {"role": "tool", "tool_call_id": "toolu_1", "content": "sunny"},
                 {"role": "tool", "tool_call_id": "toolu_2", "content": "Error: no map"},
                 {"role": "user", "content": [{"type": "text", "text": "In the result of the tool call toolu_2:"},
                   {"type": "image_url", "image_url": {"url": "data:image/png;base64,QUJD"}}, {"type": "text", "text": "Well?"}]}]"""));
  }

  /** Claude reads messages of one role as one. */
  @Test
  void resultsStandDirectlyBehindTheirCalls() throws JsonProcessingException {
    assertThat(
            messages(
                """
                [{"role": "assistant", "content": [{"type": "tool_use", "id": "a", "name": "f", "input": {}},
                   {"type": "tool_use", "id": "b", "name": "f", "input": {}}]},
                 {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "b", "content": "two"},
                   {"type": "text", "text": "Hurry."}]},
                 {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "a", "content": "one"}]}]"""))
        .isEqualTo(
            json(
                """
                [{"role": "assistant", "tool_calls": [
                   {"id": "a", "type": "function", "function": {"name": "f", "arguments": "{}"}},
                   {"id": "b", "type": "function", "function": {"name": "f", "arguments": "{}"}}]},
                 {"role": "tool", "tool_call_id": "a", "content": "one"},
                 {"role": "tool", "tool_call_id": "b", "content": "two"},
                 {"role": "user", "content": "Hurry."}]"""));
  }

  @Test
  void imagesAndDocumentsAreParts() throws JsonProcessingException {
    assertThat(
            messages(
                    """
                [{"role": "user", "content": [{"type": "image", "source": {"type": "url", "url": "https://example.org/a.png"}},
                  {"type": "document", "title": "Law", "source": {"type": "text", "media_type": "text/plain", "data": "An eye."}},
                  {"type": "document", "source": {"type": "base64", "media_type": "application/pdf", "data": "QUJD"}},
                  {"type": "search_result", "title": "Ur", "source": "https://example.org", "content": [{"type": "text", "text": "A city."}]}]}]""")
                .at("/0/content"))
        .isEqualTo(
            json(
                """
                [{"type": "image_url", "image_url": {"url": "https://example.org/a.png"}},
                 {"type": "text", "text": "Law\\nAn eye."},
                 {"type": "file", "file": {"filename": "document.pdf", "file_data": "data:application/pdf;base64,QUJD"}},
                 {"type": "text", "text": "Ur\\nhttps://example.org\\nA city."}]"""));
    assertThat(untranslatable.message()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"tools\": [{\"type\": \"web_search_20250305\", \"name\": \"web_search\"}]|tools.0: a tool of type `web_search_20250305`|tools.0",
        "\"tools\": [{\"type\": \"bash_20250124\", \"name\": \"bash\"}]|tools.0: a tool of type `bash_20250124`|",
        "\"mcp_servers\": [{\"url\": \"https://example.org\"}]|mcp_servers: this|mcp_servers",
        "\"container\": \"c-1\"|container: this|container",
        "\"speed\": \"fast\"|speed: the fast mode|speed",
        "\"inference_geo\": \"us\"|inference_geo: a place of inference|inference_geo",
      })
  void whatOnlyClaudeCanDoIsTold(String field, String message, String unpriced)
      throws JsonProcessingException {
    translated("{%s, %s}".formatted(HELLO, field));

    assertThat(untranslatable.message()).contains(message + " can only be sent to Claude");
    assertThat(untranslatable.unpriced().orElse(null)).isEqualTo(unpriced);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\": \"image\", \"source\": {\"type\": \"file\", \"file_id\": \"f\"}}",
        "{\"type\": \"document\", \"source\": {\"type\": \"url\", \"url\": \"https://example.org/a.pdf\"}}",
        "{\"type\": \"container_upload\", \"file_id\": \"f\"}"
      })
  void blocksThatOnlyClaudeCanReadAreTold(String block) throws JsonProcessingException {
    messages("[{\"role\": \"user\", \"content\": [%s]}]".formatted(block));

    assertThat(untranslatable.message().orElseThrow()).startsWith("messages.0.content.0: ");
  }

  @Test
  void whatIsKeptForAnHourHasAnotherPriceThanTheCatalogues() throws JsonProcessingException {
    translated(
        """
        {"messages": [{"role": "user", "content": [{"type": "text", "text": "hello",
          "cache_control": {"type": "ephemeral", "ttl": "1h"}}]}]}""");

    assertThat(untranslatable.unpriced()).contains("cache_control.ttl");
    assertThat(untranslatable.message()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"thinking\": {\"type\": \"enabled\", \"budget_tokens\": 1024}}|low|true",
        "{\"thinking\": {\"type\": \"enabled\", \"budget_tokens\": 4095}}|low|true",
        "{\"thinking\": {\"type\": \"enabled\", \"budget_tokens\": 16383}}|medium|true",
        "{\"thinking\": {\"type\": \"enabled\", \"budget_tokens\": 16384}}|high|true",
        "{\"thinking\": {\"type\": \"adaptive\"}}||true",
        "{\"thinking\": {\"type\": \"adaptive\", \"display\": \"omitted\"}}||false",
        "{\"thinking\": {\"type\": \"disabled\"}}||false",
        "{\"output_config\": {\"effort\": \"max\"}}|high|false",
        "{\"output_config\": {\"effort\": \"low\"}, \"thinking\": {\"type\": \"enabled\", \"budget_tokens\": 20000}}|low|true",
        "{}||false"
      })
  void thinkingBecomesAnEffort(String body, String effort, boolean shown)
      throws JsonProcessingException {
    var thinking = Thinking.of(json(body));

    assertThat(thinking.effort().orElse(null)).isEqualTo(effort);
    assertThat(thinking.shown()).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"'\"a\", \"b\"', true", "'\"a\"', false"})
  void theFormatOfTheAnswerIsStrictWhereOpenAiTakesTheSchema(String required, boolean strict)
      throws JsonProcessingException {
    var schema =
        """
        {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "required": [%s],
         "additionalProperties": false}"""
            .formatted(required);
    for (var field :
        new String[] {"\"output_config\": {\"format\": %s}", "\"output_format\": %s"}) {
      var format =
          translated(
                  "{%s, %s}"
                      .formatted(
                          HELLO,
                          field.formatted(
                              "{\"type\": \"json_schema\", \"schema\": %s}".formatted(schema))))
              .path("response_format");
      assertThat(format.at("/json_schema/schema")).isEqualTo(json(schema));
      assertThat(format.at("/json_schema/strict").booleanValue()).isEqualTo(strict);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|messages: must be a list of at least one message",
        "{\"messages\": []}|messages: must be a list of at least one message",
        "{\"messages\": [{\"role\": \"user\"}]}|messages.0.content: must be a text or a list of content blocks",
        "{\"messages\": [{\"role\": \"tool\", \"content\": \"x\"}]}|messages.0.role: must be user or assistant",
        "{\"messages\": [{\"role\": \"user\", \"content\": \"x\"}], \"system\": 7}|system: must be a text or a list of text blocks",
        "{\"messages\": [{\"role\": \"user\", \"content\": \"x\"}], \"tools\": [{}]}|tools.0.name: Field required",
        "{\"messages\": [{\"role\": \"user\", \"content\": \"x\"}], \"tools\": {\"x\": {}}}|tools: must be a list"
      })
  void mistakesAreNamed(String body, String message) {
    assertThatThrownBy(() -> translated(body))
        .isInstanceOf(GatewayRefusal.class)
        .hasMessage(message);
  }

  @Test
  void ourOwnThinkingIsNotSentBackToClaude() throws JsonProcessingException {
    var body =
        (ObjectNode)
            json(
                """
                {"messages": [{"role": "user", "content": "a"},
                  {"role": "assistant", "content": [{"type": "thinking", "thinking": "t", "signature": "ziggurat"}]},
                  {"role": "user", "content": [{"type": "text", "text": "b"}]},
                  {"role": "assistant", "content": [{"type": "thinking", "thinking": "t", "signature": "ziggurat"},
                    {"type": "thinking", "thinking": "t", "signature": "EqQB"}, {"type": "text", "text": "c"}]}]}""");

    OwnThinking.removeFrom(body);

    assertThat(body)
        .isEqualTo(
            json(
                """
                {"messages": [{"role": "user", "content": "a"}, {"role": "user", "content": [{"type": "text", "text": "b"}]},
                  {"role": "assistant", "content": [{"type": "thinking", "thinking": "t", "signature": "EqQB"},
                    {"type": "text", "text": "c"}]}]}"""));
  }
}
