package dev.ziggurat.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * A field of a form, as a JSON Schema describes one property of an object.
 *
 * @param input {@code text}, {@code textarea}, {@code number}, {@code datetime-local} or {@code
 *     select}
 * @param kind what the form's script makes of its value: {@code text}, {@code number}, {@code
 *     instant}, {@code json} or {@code flag}
 * @param options of a select
 * @param min and {@code max} of a number
 * @param maxLength of a text, in characters
 */
public record SchemaField(
    String name,
    String description,
    boolean required,
    String input,
    String kind,
    List<String> options,
    Optional<String> min,
    Optional<String> max,
    Optional<String> maxLength) {

  private static final List<String> FLAG = List.of("true", "false");

  /** The fields of an object that keeps to this schema, in its order. */
  public static List<SchemaField> of(JsonNode schema) {
    var required = texts(schema.path("required"));
    return schema.path("properties").properties().stream()
        .map(each -> of(each.getKey(), each.getValue(), required.contains(each.getKey())))
        .toList();
  }

  private static SchemaField of(String name, JsonNode property, boolean required) {
    var flag = property.path("type").asText().equals("boolean");
    var options = flag ? FLAG : texts(property.path("enum"));
    var kind = flag ? "flag" : kind(property);
    return new SchemaField(
        name,
        property.path("description").asText(),
        required,
        options.isEmpty() ? input(kind) : "select",
        kind,
        options,
        value(property, "minimum"),
        value(property, "maximum"),
        value(property, "maxLength"));
  }

  private static String kind(JsonNode property) {
    return switch (property.path("type").asText()) {
      case "integer", "number" -> "number";
      case "object", "array" -> "json";
      default -> property.path("format").asText().equals("date-time") ? "instant" : "text";
    };
  }

  private static String input(String kind) {
    return switch (kind) {
      case "instant" -> "datetime-local";
      case "json" -> "textarea";
      default -> kind;
    };
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static Optional<String> value(JsonNode property, String name) {
    return property.has(name) ? Optional.of(property.path(name).asText()) : Optional.empty();
  }
}
