package dev.ziggurat.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerSizeTest {

  private final ObjectMapper json = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "\"quoted\" \\ back",
        "a\nb\r\t\b\f",
        "\u0000\u001f\u007f",
        "äöü €",
        "😀 and 𝄞"
      })
  void isThatOfTheTextAsJson(String text) throws JsonProcessingException {
    // The separator counts too.
    assertThat(AnswerSize.json(text))
        .isEqualTo(json.writeValueAsString(text).getBytes(StandardCharsets.UTF_8).length + 1);
  }

  @Test
  void isNeverLessThanWhatLambdaIsSent() throws JsonProcessingException {
    var answer = new APIGatewayV2HTTPResponse();
    answer.setStatusCode(200);
    answer.setBody("{\"name\": \"Ä\\n\"}".repeat(1000));
    answer.setHeaders(Map.of("Content-Type", "application/json", "X", "\"q\""));
    answer.setCookies(List.of("a=b; Path=/", "c=d"));
    assertThat(AnswerSize.of(answer) + 4 * 1024)
        .isGreaterThan(json.writeValueAsBytes(answer).length)
        .isLessThan(json.writeValueAsBytes(answer).length + 5 * 1024);
  }

  @Test
  void stopsCountingAtTheLimit() {
    assertThat(AnswerSize.json("\n".repeat(7_000_000)))
        .isBetween(AnswerSize.MAX_BYTES, AnswerSize.MAX_BYTES + 10);
  }
}
