package dev.ziggurat.provider.claude;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Claude's answers in OpenAI's format. */
class OpenAiShapeTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static ObjectNode read(String json) throws JsonProcessingException {
    return (ObjectNode) JSON.readTree(json);
  }

  @ParameterizedTest
  @CsvSource({
    "end_turn, stop",
    "stop_sequence, stop",
    "max_tokens, length",
    "model_context_window_exceeded, length",
    "tool_use, tool_calls",
    "refusal, content_filter"
  })
  void stopReasonsAreMapped(String claude, String openAi) throws JsonProcessingException {
    var message =
        read("{\"content\": [{\"type\": \"text\", \"text\": \"x\"}]}").put("stop_reason", claude);
    assertThat(TranslationPropertyTest.shaped(message).at("/choices/0/finish_reason").asText())
        .isEqualTo(openAi);
  }

  @Test
  void thinkingThatIsShownBecomesReasoning() throws JsonProcessingException {
    var message =
        read(
            """
            {"stop_reason": "end_turn", "content": [{"type": "thinking", "thinking": "It is 7 times 13.", "signature": "EqQB"},
              {"type": "text", "text": "No."}]}
            """);
    assertThat(TranslationPropertyTest.shaped(message).at("/choices/0/message/reasoning").asText())
        .isEqualTo("It is 7 times 13.");
  }

  @Test
  void toolUseBecomesToolCalls() throws JsonProcessingException {
    var message =
        read(
            """
            {"id": "msg_1", "model": "claude-sonnet-5-5", "stop_reason": "tool_use",
             "content": [{"type": "thinking", "thinking": "", "signature": "EqQB"},
              {"type": "text", "text": "Let me see."},
              {"type": "tool_use", "id": "toolu_1", "name": "get_time", "input": {}}],
             "usage": {"input_tokens": 10, "cache_read_input_tokens": 5, "cache_creation_input_tokens": 2,
              "output_tokens": 7, "output_tokens_details": {"thinking_tokens": 3}}}
            """);
    assertThat(TranslationPropertyTest.shaped(message))
        .isEqualTo(
            read(
                """
                {"id": "chatcmpl-req_1", "object": "chat.completion", "created": 0, "model": "claude-sonnet-5-5",
                 "choices": [{"index": 0, "message": {"role": "assistant", "content": "Let me see.", "refusal": null,
                  "tool_calls": [{"id": "toolu_1", "type": "function", "function": {"name": "get_time", "arguments": "{}"}}]},
                  "logprobs": null, "finish_reason": "tool_calls"}],
                 "usage": {"prompt_tokens": 17, "completion_tokens": 7, "total_tokens": 24,
                  "prompt_tokens_details": {"cached_tokens": 5}, "completion_tokens_details": {"reasoning_tokens": 3}}}
                """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"explanation\": \"It could do harm.\", \"category\": \"bio\"}|It could do harm.",
        "{\"explanation\": null, \"category\": \"bio\"}|bio",
        "null|the model declined to answer"
      })
  void refusalBecomesContentFilterWithExplanation(String details, String explanation)
      throws JsonProcessingException {
    var message = read("{\"content\": [], \"stop_reason\": \"refusal\"}");
    message.set("stop_details", JSON.readTree(details));
    var choice = TranslationPropertyTest.shaped(message).at("/choices/0");
    assertThat(choice.path("finish_reason").asText()).isEqualTo("content_filter");
    assertThat(choice.at("/message/refusal").asText()).isEqualTo(explanation);
    assertThat(choice.at("/message/content").isNull()).isTrue();
  }
}
