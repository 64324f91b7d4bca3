package dev.ziggurat.gateway.guarded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.guardrails.CallSide;
import dev.ziggurat.guardrails.DataKind;
import dev.ziggurat.guardrails.FindingAction;
import dev.ziggurat.guardrails.Guardrail;
import dev.ziggurat.guardrails.GuardrailRun;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a request says is masked wherever it stands; what it says otherwise stays. */
class RequestMaskTest {

  private static final int WINDOW = 256;

  private static final Guardrail.SensitiveData DATA =
      new Guardrail.SensitiveData(
          "data",
          Set.of(CallSide.REQUEST),
          Map.of(DataKind.EMAIL, FindingAction.MASK, DataKind.SECRET, FindingAction.MASK));

  private static ObjectNode body(String text) throws JsonProcessingException {
    return (ObjectNode) new ObjectMapper().readTree(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // The output of a tool, as some encoders write it.
        "{\"role\": \"tool\", \"content\": \"{\\\"to\\\": \\\"bob\\\\u0040example.com\\\"}\"}|{\"role\": \"tool\", \"content\": \"{\\\"to\\\": \\\"[EMAIL]\\\"}\"}",
        "{\"type\": \"function_call_output\", \"output\": \" [\\\"bob\\\\u0040example.com\\\"]\"}|{\"type\": \"function_call_output\", \"output\": \" [\\\"[EMAIL]\\\"]\"}",
        // No JSON, though it looks like it.
        "{\"content\": \"[a\\\\u0040b \\\"c\\nd\\\"\"}|{\"content\": \"[a\\\\u0040b \\\"c\\nd\\\"\"}",
        "{\"content\": \"{\\\"a\\\": 1} and bob@example.com\"}|{\"content\": \"{\\\"a\\\": 1} and [EMAIL]\"}",
        // Who speaks, and a tool.
        "{\"role\": \"user\", \"name\": \"ghp_"
            + "A1b2A1b2A1b2A1b2A1b2A1b2A1b2A1b2A1b2\"}|{\"role\": \"user\", \"name\": \"[SECRET]\"}",
        "{\"role\": \"user\", \"name\": \"bob\"}|{\"role\": \"user\", \"name\": \"bob\"}",
        "{\"type\": \"function\", \"name\": \"look\"}|{\"type\": \"function\", \"name\": \"look\"}"
      })
  void whatIsSaidIsMaskedWhereverItStands(String request, String masked)
      throws JsonProcessingException {
    var mask = new RequestMask(new GuardrailRun(WINDOW).mask(DATA, CallSide.REQUEST));
    assertThat(mask.of(body(request))).isEqualTo(body(masked));
  }
}
