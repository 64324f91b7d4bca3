package dev.ziggurat.tick;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes of any JSON Schema the subset that strict modes accept: every property required, those that
 * were optional nullable, no further ones, and no bounds. A schema within the subset stays as it
 * is. What is lost here is still checked by the world, and shown to the agent.
 */
final class PortableSchema {

  private static final Set<String> KEPT =
      Set.of(
          "type",
          "properties",
          "required",
          "additionalProperties",
          "items",
          "anyOf",
          "enum",
          "description");

  /** Claude compiles no more unions in one request; the decision's own schema has none. */
  private static final int MAX_UNIONS = 16;

  private int unions;

  private PortableSchema() {}

  /** The strict form of a schema. */
  static JsonNode of(JsonNode schema) {
    return new PortableSchema().strict(schema);
  }

  private JsonNode strict(JsonNode schema) {
    if (!(schema instanceof ObjectNode given)) {
      return schema;
    }
    var strict = given.deepCopy();
    if (strict.has("const") && !strict.has("enum")) {
      strict.putArray("enum").add(strict.get("const"));
    }
    if (strict.has("oneOf") && !strict.has("anyOf")) {
      strict.set("anyOf", strict.get("oneOf"));
    }
    strict.retain(KEPT);
    if (strict.get("enum") instanceof ArrayNode values && !strict.has("type")) {
      type(values).ifPresent(type -> strict.put("type", type));
    }
    if (strict.has("anyOf") || strict.path("type").isArray()) {
      unions++;
    }
    if (strict.get("anyOf") instanceof ArrayNode choices) {
      var each = JsonNodeFactory.instance.arrayNode();
      choices.forEach(choice -> each.add(strict(choice)));
      strict.set("anyOf", each);
    }
    if (strict.get("items") instanceof ObjectNode items) {
      strict.set("items", strict(items));
    }
    if (strict.path("type").asText().equals("object") || strict.has("properties")) {
      object(strict);
    }
    return strict;
  }

  /** The type of all values of an enumeration, which strict modes want to be told. */
  private static Optional<String> type(ArrayNode values) {
    if (values.isEmpty()) {
      return Optional.empty();
    }
    if (values.valueStream().allMatch(JsonNode::isTextual)) {
      return Optional.of("string");
    }
    return values.valueStream().allMatch(JsonNode::isIntegralNumber)
        ? Optional.of("integer")
        : Optional.empty();
  }

  private void object(ObjectNode strict) {
    var required = new HashSet<String>();
    strict.path("required").forEach(name -> required.add(name.asText()));
    if (strict.get("properties") instanceof ObjectNode properties) {
      for (var name : names(properties)) {
        var property = strict(properties.get(name));
        properties.set(name, required.contains(name) ? property : nullable(property));
      }
      if (required.size() != properties.size()) {
        var all = strict.putArray("required");
        names(properties).forEach(all::add);
      }
    }
    if (!strict.path("additionalProperties").isBoolean()
        || strict.path("additionalProperties").booleanValue()) {
      strict.put("additionalProperties", false);
    }
  }

  private static List<String> names(ObjectNode properties) {
    return properties.properties().stream().map(Map.Entry::getKey).toList();
  }

  private JsonNode nullable(JsonNode property) {
    if (unions >= MAX_UNIONS) {
      return property;
    }
    unions++;
    var either = JsonNodeFactory.instance.objectNode();
    either.putArray("anyOf").add(property).addObject().put("type", "null");
    return either;
  }
}
