package dev.ziggurat.gateway.completions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.GatewayRefusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a legacy completions request becomes in chat completions. */
class CompletionsReaderTest {

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private static ObjectNode json(String text) {
    try {
      return (ObjectNode) JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  private static JsonNode chat(String request) {
    var body = json(request);
    CompletionsReader.translate(body);
    return body;
  }

  @Test
  void thePromptIsAMessageAndParametersKeepTheirNames() {
    var parameters =
        """
        "model": "auto", "max_tokens": 50, "temperature": 0.5, "top_p": 0.9, "n": 2, "stop": ["a"],
        "presence_penalty": 0.1, "frequency_penalty": 0.2, "logit_bias": {"50256": -100}, "seed": 7, "user": "u",
        "stream": true, "stream_options": {"include_usage": true}, "project": "a/b", "fallback": false, "top_k": 5,
        """;
    assertThat(chat("{" + parameters + "\"prompt\": \"hello\"}"))
        .isEqualTo(
            json(
                "{"
                    + parameters
                    + "\"messages\": [{\"role\": \"user\", \"content\": \"hello\"}]}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"hello\"", "[\"hello\"]"})
  void aListOfOneTextIsThatText(String prompt) {
    assertThat(chat("{\"prompt\": " + prompt + "}").at("/messages/0/content").asText())
        .isEqualTo("hello");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"prompt\": \"x\"}|16",
        "{\"prompt\": \"x\", \"max_tokens\": null}|16",
        "{\"prompt\": \"x\", \"max_tokens\": 5}|5"
      })
  void withoutALimitOpenAisDefaultHolds(String request, int tokens) {
    assertThat(chat(request).path("max_tokens").asInt()).isEqualTo(tokens);
  }

  @Test
  void whatAsksForNothingIsLeftOut() {
    assertThat(
            chat(
                """
                {"prompt": "x", "n": 2, "best_of": 2, "echo": false, "suffix": "", "logprobs": null,
                 "tools": [], "max_tokens": 9}
                """))
        .isEqualTo(
            json(
                """
                {"n": 2, "max_tokens": 9, "messages": [{"role": "user", "content": "x"}]}
                """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"prompt\": [\"a\", \"b\"]|prompt|unsupported_parameter|one call for each",
        "\"prompt\": [1, 2]|prompt|unsupported_parameter|send the text",
        "\"prompt\": [1]|prompt|unsupported_parameter|send the text",
        "\"prompt\": [[1, 2]]|prompt|unsupported_parameter|send the text",
        "\"prompt\": [[1], [2]]|prompt|unsupported_parameter|send the text",
        "\"prompt\": []|prompt||a text",
        "\"prompt\": \" \"|prompt||not blank",
        "\"prompt\": {}|prompt||a text",
        "\"model\": \"auto\"|prompt||is missing",
        "\"messages\": [{}]|prompt||/v1/chat/completions",
        "\"prompt\": \"x\", \"messages\": [{}]|messages|unsupported_parameter|/v1/chat/completions",
        "\"prompt\": \"x\", \"tools\": [{}]|tools|unsupported_parameter|/v1/chat/completions",
        "\"prompt\": \"x\", \"functions\": [{}]|functions|unsupported_parameter|/v1/chat/completions",
        "\"prompt\": \"x\", \"suffix\": \"y\"|suffix|unsupported_parameter|in the prompt",
        "\"prompt\": \"x\", \"echo\": true|echo|unsupported_parameter|yourself",
        "\"prompt\": \"x\", \"logprobs\": 0|logprobs|unsupported_parameter|top_logprobs",
        "\"prompt\": \"x\", \"best_of\": 2|best_of|unsupported_parameter|by n",
        "\"prompt\": \"x\", \"best_of\": 2, \"n\": 3|best_of||below n",
        "\"prompt\": \"x\", \"best_of\": \"all\"|best_of||whole number"
      })
  void whatChatCompletionsCannotDoIsRefusedByName(
      String fields, String param, String code, String wayOut) {
    var refusal =
        catchThrowableOfType(GatewayRefusal.class, () -> chat("{" + fields + "}")).error().error();
    assertThat(refusal.param()).isEqualTo(param);
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.message()).contains(wayOut);
  }
}
