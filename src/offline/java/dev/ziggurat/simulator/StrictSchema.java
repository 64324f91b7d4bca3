package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The providers' rules for strict JSON Schemas. */
final class StrictSchema {

  private static final List<String> LIMITS =
      List.of(
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "minLength",
          "maxLength",
          "maxItems");

  private StrictSchema() {}

  /** The first error of the schema, if any. */
  static Optional<String> fault(JsonNode schema, boolean everyPropertyRequired) {
    if (!schema.isObject()) {
      return Optional.of("schema must be an object");
    }
    return faultBelow("schema", schema, everyPropertyRequired);
  }

  /** The first limit of numbers or lengths in it, which not every provider supports. */
  static Optional<String> limit(JsonNode schema) {
    for (var keyword : LIMITS) {
      if (schema.isObject() && schema.path(keyword).isNumber()) {
        return Optional.of("property '" + keyword + "' is not supported");
      }
    }
    return StreamSupport.stream(schema.spliterator(), false)
        .flatMap(below -> limit(below).stream())
        .findFirst();
  }

  private static Optional<String> faultBelow(String path, JsonNode node, boolean all) {
    var properties = node.path("properties");
    if (node.isObject() && (properties.isObject() || isObjectType(node.path("type")))) {
      if (!node.path("additionalProperties").isBoolean()
          || node.path("additionalProperties").booleanValue()) {
        return Optional.of(path + ": 'additionalProperties' is required to be false");
      }
      var missing = all ? missing(node, properties) : Optional.<String>empty();
      if (missing.isPresent()) {
        return missing.map(name -> path + ": 'required' must hold every property, not '" + name);
      }
    }
    return node.properties().stream()
        .flatMap(entry -> faultBelow(path + "." + entry.getKey(), entry.getValue(), all).stream())
        .findFirst()
        .or(() -> faultInItems(path, node, all));
  }

  private static Optional<String> faultInItems(String path, JsonNode node, boolean all) {
    return node.isArray()
        ? StreamSupport.stream(node.spliterator(), false)
            .flatMap(item -> faultBelow(path + "[]", item, all).stream())
            .findFirst()
        : Optional.empty();
  }

  private static Optional<String> missing(JsonNode node, JsonNode properties) {
    return properties.properties().stream()
        .map(property -> property.getKey())
        .filter(
            name ->
                StreamSupport.stream(node.path("required").spliterator(), false)
                    .noneMatch(required -> name.equals(required.asText())))
        .map(name -> name + "' left out")
        .findFirst();
  }

  private static boolean isObjectType(JsonNode type) {
    return "object".equals(type.asText())
        || StreamSupport.stream(type.spliterator(), false)
            .anyMatch(each -> "object".equals(each.asText()));
  }
}
