package dev.ziggurat.httpworld;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.world.SingleLine;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Checks the fields of an object against a world's JSON Schema, as far as a form can be made of it:
 * required and unknown fields, types, choices, bounds. The world decides on the rest.
 */
final class SchemaCheck {

  private SchemaCheck() {}

  /**
   * A field that is wrong.
   *
   * @param fault what would be right, such as {@code must be a whole number}
   */
  record Fault(String field, String fault) {}

  /** The first field that is wrong; empty if none is. */
  static Optional<Fault> of(JsonNode schema, ObjectNode fields) {
    var properties = schema.path("properties");
    for (var name : schema.path("required")) {
      if (!fields.hasNonNull(name.asText())) {
        return Optional.of(new Fault(name.asText(), "is required"));
      }
    }
    var closed = schema.path("additionalProperties");
    for (var field : fields.properties()) {
      var property = properties.get(field.getKey());
      if (property == null && closed.isBoolean() && !closed.booleanValue()) {
        return Optional.of(
            new Fault(
                SingleLine.of(field.getKey(), 60), "is unknown; allowed are " + names(properties)));
      }
      if (property != null && !field.getValue().isNull()) {
        var fault = fault(property, field.getValue());
        if (fault.isPresent()) {
          return fault.map(text -> new Fault(field.getKey(), text));
        }
      }
    }
    return Optional.empty();
  }

  private static String names(JsonNode properties) {
    return properties.properties().stream()
        .map(property -> SingleLine.of(property.getKey(), 60))
        .limit(50)
        .collect(Collectors.joining(", "));
  }

  private static Optional<String> fault(JsonNode property, JsonNode value) {
    if (value.isNumber() && !Double.isFinite(value.doubleValue())) {
      return Optional.of("is too large");
    }
    var type = property.path("type").asText();
    var right =
        switch (type) {
          case "string" -> value.isTextual();
          case "integer" ->
              value.isIntegralNumber()
                  || value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0;
          case "number" -> value.isNumber();
          case "boolean" -> value.isBoolean();
          case "array" -> value.isArray();
          case "object" -> value.isObject();
          default -> true;
        };
    if (!right) {
      return Optional.of("must be " + words(type));
    }
    if (property.path("enum").isArray() && !contains(property.path("enum"), value)) {
      return Optional.of("must be one of " + choices(property.path("enum")));
    }
    if (value.isNumber()) {
      return bounds(property, value.decimalValue());
    }
    var longest = property.path("maxLength");
    return value.isTextual()
            && longest.canConvertToInt()
            && longest.isNumber()
            && value.textValue().codePointCount(0, value.textValue().length()) > longest.intValue()
        ? Optional.of("must have at most " + longest.intValue() + " characters")
        : Optional.empty();
  }

  private static String words(String type) {
    return switch (type) {
      case "string" -> "a text";
      case "integer" -> "a whole number";
      case "number" -> "a number";
      case "boolean" -> "true or false";
      case "array" -> "a list";
      default -> "a JSON object";
    };
  }

  private static boolean contains(JsonNode choices, JsonNode value) {
    return StreamSupport.stream(choices.spliterator(), false).anyMatch(value::equals);
  }

  private static String choices(JsonNode choices) {
    return StreamSupport.stream(choices.spliterator(), false)
        .map(choice -> SingleLine.of(choice.asText(), 60))
        .limit(50)
        .collect(Collectors.joining(", "));
  }

  private static Optional<String> bounds(JsonNode property, BigDecimal value) {
    var least = property.path("minimum");
    if (least.isNumber() && value.compareTo(least.decimalValue()) < 0) {
      return Optional.of("must be at least " + least.asText());
    }
    var most = property.path("maximum");
    return most.isNumber() && value.compareTo(most.decimalValue()) > 0
        ? Optional.of("must be at most " + most.asText())
        : Optional.empty();
  }
}
