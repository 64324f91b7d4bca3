package dev.ziggurat.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonFactsTest {

  private static Map<String, String> facts(String json) throws JsonProcessingException {
    return JsonFacts.facts(new ObjectMapper().readTree(json));
  }

  @Test
  void objectsWithinAreToldByPathAndWhatIsNullIsNot() throws Exception {
    assertThat(facts("{\"b\": {\"c\": \"x\", \"d\": null}, \"a\": [1, \"y\"], \"e\": true}"))
        .containsExactly(entry("b.c", "x"), entry("a", "[1,\"y\"]"), entry("e", "true"));
    assertThat(facts("[1]")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0.0001, 0.0001",
    "1e-4, 0.0001",
    "1.0, 1",
    "1200, 1200",
    "-0.50, -0.5",
    "1e300, 1.0E300",
    "1e999, Infinity"
  })
  void numbersHaveNoExponentUnlessTheyNeedOne(String number, String told) throws Exception {
    assertThat(facts("{\"n\": " + number + "}")).containsExactly(entry("n", told));
  }
}
