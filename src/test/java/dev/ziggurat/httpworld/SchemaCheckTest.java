package dev.ziggurat.httpworld;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which fields a world's schema refuses without asking the world. */
class SchemaCheckTest {

  private static final String SCHEMA =
      """
      {"type": "object", "required": ["who"], "additionalProperties": false, "properties": {
        "who": {"type": "string", "maxLength": 3}, "many": {"type": "integer", "minimum": 1, "maximum": 9},
        "share": {"type": "number"}, "now": {"type": "boolean"}, "kind": {"enum": ["a", "b"]},
        "any": {}}}""";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'who': 'ada', 'many': 2, 'share': 0.5, 'now': true, 'kind': 'b', 'any': [1]}|",
        "{'who': 'ada', 'many': 2.0, 'kind': null}|",
        "{}|who: is required",
        "{'who': null}|who: is required",
        "{'who': 'adam'}|who: must have at most 3 characters",
        "{'who': 7}|who: must be a text",
        "{'who': 'ada', 'many': 1.5}|many: must be a whole number",
        "{'who': 'ada', 'many': 0}|many: must be at least 1",
        "{'who': 'ada', 'many': 10}|many: must be at most 9",
        "{'who': 'ada', 'share': '1'}|share: must be a number",
        "{'who': 'ada', 'share': 1e999}|share: is too large",
        "{'who': 'ada', 'now': 'yes'}|now: must be true or false",
        "{'who': 'ada', 'kind': 'c'}|kind: must be one of a, b",
        "{'who': 'ada', 'x': 1}|x: is unknown; allowed are who, many, share, now, kind, any",
      })
  void fields(String given, String fault) throws Exception {
    var json = new ObjectMapper();
    var fields = (ObjectNode) json.readTree(given.replace('\'', '"'));
    assertThat(
            SchemaCheck.of(json.readTree(SCHEMA), fields)
                .map(found -> found.field() + ": " + found.fault()))
        .isEqualTo(Optional.ofNullable(fault));
  }
}
