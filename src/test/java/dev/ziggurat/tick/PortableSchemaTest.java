package dev.ziggurat.tick;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of schemas that strict modes do not take. */
class PortableSchemaTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type': 'integer', 'minimum': 1, 'maximum': 9}|{'type': 'integer'}",
        "{'enum': ['a', 'b']}|{'enum': ['a', 'b'], 'type': 'string'}",
        "{'const': 7}|{'enum': [7], 'type': 'integer'}",
        "{'oneOf': [{'const': 'a'}, {'type': 'null'}]}|{'anyOf': [{'enum': ['a'], 'type': 'string'}, {'type': 'null'}]}",
        "{'type': 'array', 'maxItems': 3, 'items': {'type': 'string', 'pattern': 'x'}}|{'type': 'array', 'items': {'type': 'string'}}",
        "{'type': 'object', 'properties': {'a': {'type': 'string', 'description': 'why'}}, 'required': ['a']}"
            + "|{'type': 'object', 'properties': {'a': {'type': 'string', 'description': 'why'}}, 'required': ['a'], 'additionalProperties': false}",
        "{'type': 'object', 'properties': {'a': {'type': 'string'}, 'b': {'type': 'integer'}}, 'required': ['a']}"
            + "|{'type': 'object', 'properties': {'a': {'type': 'string'}, 'b': {'anyOf': [{'type': 'integer'}, {'type': 'null'}]}}, 'required': ['a', 'b'], 'additionalProperties': false}",
      })
  void bounds(String given, String strict) throws Exception {
    assertThat(PortableSchema.of(JSON.readTree(given.replace('\'', '"'))))
        .isEqualTo(JSON.readTree(strict.replace('\'', '"')));
  }

  @Test
  void noMoreUnionsThanAnyModelTakes() {
    var schema = JSON.createObjectNode().put("type", "object");
    var properties = schema.putObject("properties");
    for (var i = 0; i < 40; i++) {
      properties.putObject("p" + i).put("type", "string");
    }
    var strict = PortableSchema.of(schema);
    assertThat(strict.path("required")).hasSize(40);
    assertThat(strict.findValues("anyOf")).hasSize(16);
  }

  @Test
  void aStrictSchemaStaysAsItIs() throws Exception {
    var strict =
        JSON.readTree(
            """
            {"anyOf": [{"type": "object", "properties": {"type": {"type": "string", "enum": ["a"]}},
              "required": ["type"], "additionalProperties": false}]}""");
    assertThat(PortableSchema.of(strict).toString()).isEqualTo(strict.toString());
  }
}
