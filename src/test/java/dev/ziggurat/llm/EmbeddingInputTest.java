package dev.ziggurat.llm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What inputs of embeddings can be billed for, and which are too long. */
class EmbeddingInputTest {

  private static ForwardedRequest request(String fields) {
    try {
      return ForwardedRequest.embeddings(
          (ObjectNode)
              JsonMapper.builder()
                  .build()
                  .readTree("{" + fields.replace('\'', '"').replace('`', '"') + "}"),
          Optional.empty());
    } catch (JsonProcessingException e) {
      throw new AssertionError(fields, e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "`input`: `abcdef` | 1 | 2 | 14",
        "`input`: [`abc`, `abcdef`] | 2 | 3 | 25",
        "`input`: [1, 2, 3] | 1 | 3 | 11",
        "`input`: [[1, 2, 3], [4]] | 2 | 4 | 20",
        "`input`: `abc`, `dimensions`: 8, `user`: `u`, `encoding_format`: `float` | 1 | 1 | 11",
        // An instruction that a server adds to each input.
        "`input`: [`a`, `b`], `hint`: `xy` | 2 | 2 | 46"
      })
  void sizesAreCounted(String fields, int inputs, long estimate, long most) {
    var request = request(fields);
    assertThat(request.operation()).isEqualTo(Operation.EMBEDDINGS);
    assertThat(request.embedding().orElseThrow().inputs()).isEqualTo(inputs);
    assertThat(request.estimatedInputTokens()).isEqualTo(estimate);
    assertThat(request.bound().inputTokens()).isEqualTo(most);
  }

  @Test
  void nothingIsGenerated() {
    var model = new UpstreamModel("m", 8_192, 0, Set.of(Capability.EMBEDDINGS));
    var request = request("'input': 'abc'");
    assertThat(request.maxOutputTokens()).isZero();
    assertThat(request.bound().outputTokens(model, 0)).hasValue(0);
    assertThat(request.bound().allows(new TokenUsage(1, 0, 0, 0, 0), model, 0)).isTrue();
  }

  @Test
  void tokensCountExactlyAndTextsMustBeFarTooLong() {
    assertThat(request("'input': [[1], [1, 2, 3]]").embedding().orElseThrow().firstAbove(2))
        .hasValue(1);
    assertThat(request("'input': [1, 2]").embedding().orElseThrow().firstAbove(2)).isEmpty();
    var text = request("'input': ['a', 'abcdefghijkl']").embedding().orElseThrow();
    assertThat(text.firstAbove(2)).isEmpty();
    assertThat(text.firstAbove(1)).hasValue(1);
    assertThat(text.firstAbove(0)).isEmpty();
  }
}
