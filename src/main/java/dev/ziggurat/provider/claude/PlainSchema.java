package dev.ziggurat.provider.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reduces a JSON Schema to what Claude can enforce: objects get {@code additionalProperties:
 * false}, and limits of numbers and lengths move to the description, which the model reads.
 *
 * @see <a
 *     href="https://platform.claude.com/docs/en/build-with-claude/structured-outputs">Structured
 *     outputs</a>
 */
final class PlainSchema {

  private static final Set<String> LIMITS =
      Set.of(
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "minLength",
          "maxLength",
          "maxItems",
          "uniqueItems");

  /** Keywords whose value maps the caller's own names to schemas. */
  private static final Set<String> SCHEMA_MAPS =
      Set.of("properties", "$defs", "definitions", "patternProperties");

  /** Keywords whose values are data, not schemas. */
  private static final Set<String> VALUES = Set.of("const", "enum", "default", "examples");

  private PlainSchema() {}

  static JsonNode of(JsonNode schema) {
    return switch (schema) {
      case ObjectNode object -> plain(object);
      case ArrayNode array -> {
        var plain = JsonNodeFactory.instance.arrayNode();
        array.forEach(each -> plain.add(of(each)));
        yield plain;
      }
      default -> schema;
    };
  }

  private static ObjectNode plain(ObjectNode schema) {
    var plain = JsonNodeFactory.instance.objectNode();
    var limits = new ArrayList<String>();
    for (var field : schema.properties()) {
      if (isLimit(field)) {
        limits.add(field.getKey() + ": " + field.getValue().asText());
      } else {
        plain.set(field.getKey(), reduced(field));
      }
    }
    if (schema.has("properties") && !schema.has("additionalProperties")) {
      plain.put("additionalProperties", false);
    }
    describe(plain, limits);
    return plain;
  }

  private static JsonNode reduced(Map.Entry<String, JsonNode> field) {
    if (VALUES.contains(field.getKey())) {
      return field.getValue();
    }
    if (SCHEMA_MAPS.contains(field.getKey()) && field.getValue() instanceof ObjectNode named) {
      var plain = JsonNodeFactory.instance.objectNode();
      named.properties().forEach(each -> plain.set(each.getKey(), of(each.getValue())));
      return plain;
    }
    return of(field.getValue());
  }

  /** Claude supports {@code minItems} of 0 and 1 only. */
  private static boolean isLimit(Map.Entry<String, JsonNode> field) {
    return LIMITS.contains(field.getKey())
        || field.getKey().equals("minItems") && field.getValue().asInt(0) > 1;
  }

  private static void describe(ObjectNode schema, List<String> limits) {
    if (!limits.isEmpty()) {
      var text = schema.path("description").asText("");
      schema.put(
          "description",
          (text.isEmpty() ? "" : text + " ") + "(" + String.join(", ", limits) + ")");
    }
  }
}
