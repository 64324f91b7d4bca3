package dev.ziggurat.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.llm.ProviderFailure.Details;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a provider names as the fault of a request. */
class FailureDetailsTest {

  @ParameterizedTest
  @CsvSource({
    "seed, unsupported_value, seed, unsupported_value",
    "body.seed, 400, seed, ",
    "messages[1].tool_calls, empty_array, messages[1].tool_calls, empty_array",
    "'', '', , ",
    "seed, '{\"a\": 1}', seed, "
  })
  void parameterAndCode(String parameter, String code, String named, String kept) {
    var details = Details.of("x").naming(parameter, code);
    assertThat(details.parameter().orElse(null)).isEqualTo(named);
    assertThat(details.code().orElse(null)).isEqualTo(kept);
    assertThat(details.message()).isEqualTo("x");
  }
}
