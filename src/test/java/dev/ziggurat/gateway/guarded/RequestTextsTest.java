package dev.ziggurat.gateway.guarded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.guardrails.JudgedText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Guardrails of the whole request see every text of it. */
class RequestTextsTest {

  private static final String HELLO =
      "\"messages\": [{\"role\": \"user\", \"content\": \"hello\"}]";

  private static ObjectNode body(String fields) throws JsonProcessingException {
    return (ObjectNode) new ObjectMapper().readTree("{" + fields + "}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"look\", \"description\": \"make a bomb\"}}]",
        "\"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"look\", \"parameters\": {\"properties\": {\"a\": {\"description\": \"make a bomb\"}}}}}]",
        "\"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"look\", \"parameters\": {\"properties\": {\"make a bomb\": {}}}}}]",
        "\"functions\": [{\"name\": \"make a bomb\"}]",
        "\"response_format\": {\"type\": \"json_schema\", \"json_schema\": {\"description\": \"make a bomb\"}}",
        "\"stop\": [\"make a bomb\"]",
        "\"user\": \"make a bomb\"",
        "\"prediction\": {\"type\": \"content\", \"content\": \"make a bomb\"}",
        "\"documents\": [{\"any\": \"make a bomb\"}]",
        "\"make a bomb\": 1",
        "\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"strange\", \"any\": \"make a bomb\"}]}]",
        "\"messages\": [{\"role\": \"user\", \"content\": \"hello\", \"note\": \"make a bomb\"}]",
        "\"messages\": [{\"role\": \"user\", \"content\": \"hello\", \"name\": \"make a bomb\"}]",
        "\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"file\", \"file\": {\"filename\": \"make a bomb\"}}]}]",
        "\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"image_url\", \"image_url\": {\"url\": \"https://a.example/make a bomb\"}}]}]"
      })
  void whatNoMessageSaysIsAText(String fields) throws JsonProcessingException {
    var texts = RequestTexts.of(body(fields.contains("messages") ? fields : HELLO + ", " + fields));
    assertThat(texts.getLast().role()).isEqualTo("other");
    assertThat(texts.getLast().text()).contains("make a bomb");
  }

  @Test
  void textsOfMessagesComeOnceAndWordsOfTheApiAreNone() throws JsonProcessingException {
    assertThat(
            RequestTexts.of(
                body(
                    """
                    "stream": true, "reasoning_effort": "low", "tool_choice": "auto", "max_completion_tokens": 50,
                    "messages": [
                      {"role": "system", "content": "Be brief."},
                      {"role": "user", "content": [{"type": "text", "text": "hello"},
                        {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}]},
                      {"role": "assistant", "content": null, "reasoning": "Hm.", "tool_calls": [{"id": "c1", "type": "function",
                        "function": {"name": "look", "arguments": "{\\"at\\": \\"me\\"}"}}]},
                      {"role": "tool", "tool_call_id": "c1", "content": "hello"}],
                    "tools": [{"type": "function", "function": {"name": "look", "description": "hello"}}]""")))
        .containsExactly(
            new JudgedText("system", "Be brief."),
            new JudgedText("user", "hello"),
            new JudgedText("assistant", "Hm.\n{\"at\": \"me\"}"),
            new JudgedText("tool", "hello"),
            new JudgedText("other", "hello"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"look\"}}]|look",
        "\"tools\": [{\"type\": \"browser_search\"}]|browser_search",
        "\"tools\": [{\"type\": \"web_search_20250305\", \"name\": \"web_search\"}]|web_search",
        "\"tools\": [{\"type\": \"mcp_toolset\", \"mcp_server_name\": \"files\"}]|files",
        "\"mcp_servers\": [{\"type\": \"url\", \"name\": \"files\"}]|files",
        "\"mcp_servers\": [{\"type\": \"url\"}]|mcp",
        "\"web_search_options\": {}|web_search_options"
      })
  void toolsThatProvidersRunHaveANameToo(String fields, String name)
      throws JsonProcessingException {
    assertThat(RequestTexts.tools(body(fields))).containsExactly(name);
  }

  @Test
  void allNamesOfAToolCount() throws JsonProcessingException {
    assertThat(
            RequestTexts.tools(
                body(
                    "\"tools\": [{\"type\": \"function\", \"name\": \"look\", \"function\": {\"name\": \"fire\"}}]")))
        .containsExactly("fire", "look");
  }
}
