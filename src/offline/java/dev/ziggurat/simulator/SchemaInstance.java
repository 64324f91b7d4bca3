package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The smallest value that a JSON Schema allows, for the subset used by the four providers. */
final class SchemaInstance {

  private static final int MAX_DEPTH = 32;
  private static final int MAX_LENGTH = 1_000;
  private static final int MAX_NODES = 2_000;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonNode root;
  private int made;

  private SchemaInstance(JsonNode root) {
    this.root = root;
  }

  static JsonNode of(JsonNode schema) {
    return new SchemaInstance(schema).instance(schema, 0);
  }

  private JsonNode instance(JsonNode schema, int depth) {
    if (depth > MAX_DEPTH || ++made > MAX_NODES) {
      return NODES.nullNode();
    }
    if (schema.has("const")) {
      return schema.path("const");
    }
    if (schema.path("enum").isArray() && !schema.path("enum").isEmpty()) {
      return schema.path("enum").path(0);
    }
    if (schema.path("$ref").asText("").startsWith("#/")) {
      return instance(root.at(schema.path("$ref").textValue().substring(1)), depth + 1);
    }
    for (var choice : new String[] {"anyOf", "oneOf"}) {
      if (!schema.path(choice).isEmpty()) {
        return instance(schema.path(choice).path(0), depth + 1);
      }
    }
    return ofType(schema, depth);
  }

  private JsonNode ofType(JsonNode schema, int depth) {
    var type = schema.path("type").isArray() ? schema.path("type").path(0) : schema.path("type");
    return switch (type.asText(schema.has("properties") || schema.has("allOf") ? "object" : "")) {
      case "object" -> object(schema, depth);
      case "array" -> array(schema, depth);
      case "string" -> NODES.textNode("x".repeat(bounded(schema.path("minLength"))));
      case "integer", "number" -> number(schema);
      case "boolean" -> NODES.booleanNode(false);
      default -> NODES.nullNode();
    };
  }

  private JsonNode object(JsonNode schema, int depth) {
    var object = NODES.objectNode();
    for (var part : schema.path("allOf")) {
      if (instance(part, depth + 1) instanceof ObjectNode fields) {
        object.setAll(fields);
      }
    }
    for (var name : schema.path("required")) {
      var property = schema.path("properties").path(name.asText());
      object.set(name.asText(), instance(property, depth + 1));
    }
    return object;
  }

  private JsonNode array(JsonNode schema, int depth) {
    var array = NODES.arrayNode();
    for (var i = 0; i < bounded(schema.path("minItems")); i++) {
      array.add(instance(schema.path("items"), depth + 1));
    }
    return array;
  }

  private static JsonNode number(JsonNode schema) {
    var least = schema.path("minimum").asLong(0);
    var above = schema.path("exclusiveMinimum");
    return NODES.numberNode(above.isNumber() ? Math.max(least, above.asLong() + 1) : least);
  }

  private static int bounded(JsonNode count) {
    return Math.clamp(count.asInt(0), 0, MAX_LENGTH);
  }
}
