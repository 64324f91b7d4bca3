package dev.ziggurat.gateway.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.gateway.AnsweredCall;
import dev.ziggurat.llm.AnswerText;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Single answers as response objects. */
class ResponseAnswerWriterTest {

  private static JsonNode response(String completion) {
    var request = JsonNodeFactory.instance.objectNode().put("service_tier", "priority");
    var writer =
        new ResponseAnswerWriter(
            new ObjectMapper().reader(), ResponseParameters.of(request), Optional.empty());
    return EventOrder.json(
        writer.body(
            AnswerText.of(completion),
            new AnsweredCall(new UUID(1, 2), Instant.EPOCH, "a-model"),
            Optional.empty()));
  }

  private static JsonNode message(String fields) {
    return response(
        "{\"choices\": [{\"index\": 0, \"message\": {%s}, \"finish_reason\": \"stop\"}]}"
            .formatted(fields));
  }

  @Test
  void theTierIsTheOneThatServed() {
    assertThat(
            response("{\"service_tier\": \"flex\", \"choices\": []}").path("service_tier").asText())
        .isEqualTo("flex");
    assertThat(
            message("\"content\": \"{\\\"service_tier\\\": \\\"flex\\\"}\"")
                .path("service_tier")
                .asText())
        .isEqualTo("priority");
  }

  @Test
  void callsOfCustomToolsHaveTheirInputAsItIs() {
    var item =
        message(
                """
                "tool_calls": [{"id": "c1", "type": "custom", "custom": {"name": "code", "input": "print(1)"}}]""")
            .at("/output/0");
    assertThat(item.path("type").asText()).isEqualTo("custom_tool_call");
    assertThat(item.path("input").asText()).isEqualTo("print(1)");
    assertThat(item.path("call_id").asText()).isEqualTo("c1");
    assertThat(item.path("id").asText()).startsWith("ctc_");
  }

  @Test
  void probabilitiesStandBesideTheirText() {
    var response =
        response(
            """
            {"choices": [{"index": 0, "message": {"content": "Ur"}, "finish_reason": "stop",
              "logprobs": {"content": [{"token": "Ur", "logprob": -0.1, "bytes": [85, 114], "top_logprobs": []}]}}]}
            """);
    assertThat(response.at("/output/0/content/0/logprobs/0/token").asText()).isEqualTo("Ur");
  }

  /** Providers that send both names send the same text twice. */
  @Test
  void reasoningIsShownOnce() {
    var item =
        message("\"reasoning\": \"hm\", \"reasoning_content\": \"hm\", \"content\": \"Ur\"")
            .at("/output/0");
    assertThat(item.at("/content/0/text").asText()).isEqualTo("hm");
    assertThat(item.path("content")).hasSize(1);
  }

  @Test
  void aCallWithoutIdHasOne() {
    var item = message("\"tool_calls\": [{\"function\": {\"name\": \"look\"}}]").at("/output/0");
    assertThat(item.path("call_id").asText()).isNotEmpty();
    assertThat(item.path("arguments").asText()).isEqualTo("{}");
  }
}
