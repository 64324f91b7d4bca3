package dev.ziggurat.simulator;

import static dev.ziggurat.simulator.StandAlone.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.llm.Provider;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OpenAI's Responses API as it is simulated: it keeps nothing, and refuses what OpenAI does. */
class SimulatedResponsesTest {

  private static StandAlone simulator;

  @BeforeAll
  static void start() {
    simulator = new StandAlone();
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @BeforeEach
  void quiet() {
    simulator.quiet();
  }

  private static HttpResponse<String> ask(String fields) {
    return simulator.send(
        simulator
            .to(Provider.OPENAI, "/responses")
            .POST(BodyPublishers.ofString("{\"model\": \"gpt-6-luna\", %s}".formatted(fields)))
            .build());
  }

  private static JsonNode reasoning(String fields) {
    return json(ask("\"input\": \"hi\"" + fields)).at("/output/0");
  }

  @Test
  void reasoningIsEncryptedForWhoAsksForIt() {
    assertThat(reasoning("").has("encrypted_content")).isFalse();
    var encrypted = reasoning(", \"include\": [\"reasoning.encrypted_content\"]");
    assertThat(encrypted.path("encrypted_content").asText()).startsWith("gAAAA");
    assertThat(
            ask("\"input\": [%s, {\"role\": \"user\", \"content\": \"hi\"}]".formatted(encrypted))
                .statusCode())
        .isEqualTo(200);
    var renamed = encrypted.toString().replaceFirst("rs_[^\"]+", "rs_other");
    var refused =
        ask("\"input\": [%s, {\"role\": \"user\", \"content\": \"hi\"}]".formatted(renamed));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(json(refused).at("/error/code").asText()).isEqualTo("invalid_encrypted_content");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404 | not_found | \"input\": [{\"type\": \"reasoning\", \"id\": \"rs_1\", \"summary\": []}]",
        "400 | invalid_encrypted_content | \"input\": [{\"type\": \"reasoning\", \"summary\": [], \"encrypted_content\": \"x\"}]",
        "400 | integer_below_min_value | \"input\": \"hi\", \"max_output_tokens\": 15",
        "400 | previous_response_not_found | \"input\": \"hi\", \"previous_response_id\": \"resp_1\"",
        "400 | unsupported_parameter | \"input\": \"hi\", \"messages\": []",
        "400 | unsupported_value | \"input\": \"hi\", \"temperature\": 0.5",
        "400 | invalid_value | \"input\": [{\"type\": \"no_such_item\"}]"
      })
  void whatOpenAiRefusesIsRefused(int status, String code, String fields) {
    var refused = ask(fields);
    assertThat(refused.statusCode()).isEqualTo(status);
    assertThat(json(refused).at("/error/code").asText()).isEqualTo(code);
  }

  @Test
  void otherServersAtItsAddressDoNotServeIt() {
    simulator.faults(Provider.OPENAI, "{\"server\": \"vllm\", \"latencyMillis\": 0}");
    assertThat(ask("\"input\": \"hi\"").statusCode()).isEqualTo(404);
  }
}
