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
 * A JSON Schema without what Claude cannot hold an answer to: objects are closed, and limits of
 * numbers and lengths become words of the description, which the model reads.
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

  /** Below these are schemas by a name of the caller's, which may be any word. */
  private static final Set<String> BY_NAME =
      Set.of("properties", "$defs", "definitions", "patternProperties");

  /** Below these are values, not schemas. */
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
        plain.set(field.getKey(), below(field));
      }
    }
    if (schema.has("properties") && !schema.has("additionalProperties")) {
      plain.put("additionalProperties", false);
    }
    describe(plain, limits);
    return plain;
  }

  private static JsonNode below(Map.Entry<String, JsonNode> field) {
    if (VALUES.contains(field.getKey())) {
      return field.getValue();
    }
    if (BY_NAME.contains(field.getKey()) && field.getValue() instanceof ObjectNode named) {
      var plain = JsonNodeFactory.instance.objectNode();
      named.properties().forEach(each -> plain.set(each.getKey(), of(each.getValue())));
      return plain;
    }
    return of(field.getValue());
  }

  /** Of the least number of items it can hold to none and one. */
  private static boolean isLimit(Map.Entry<String, JsonNode> field) {
    return LIMITS.contains(field.getKey())
        || field.getKey().equals("minItems") && field.getValue().asInt(0) > 1;
  }

  private static void describe(ObjectNode schema, List<String> limits) {
    if (!limits.isEmpty()) {
      var words = schema.path("description").asText("");
      schema.put(
          "description",
          (words.isEmpty() ? "" : words + " ") + "(" + String.join(", ", limits) + ")");
    }
  }
}
