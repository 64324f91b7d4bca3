package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Which JSON Schemas vLLM's guided decoding cannot follow. */
final class Grammar {

  private static final Set<String> TYPES =
      Set.of("object", "array", "string", "number", "integer", "boolean", "null");
  private static final List<String> UNIMPLEMENTED =
      List.of("uniqueItems", "contains", "propertyNames", "if", "not", "dependentSchemas");

  private Grammar() {}

  /** Why the schema is refused; empty if it is not. */
  static Optional<String> fault(JsonNode schema) {
    if (!schema.isObject()) {
      return Optional.empty();
    }
    return ownFault(schema)
        .or(
            () ->
                Stream.of("items", "anyOf", "oneOf", "allOf", "properties", "$defs")
                    .map(schema::path)
                    .flatMap(Grammar::schemas)
                    .flatMap(each -> fault(each).stream())
                    .findFirst());
  }

  private static Stream<JsonNode> schemas(JsonNode place) {
    return place.has("type") && place.path("type").isTextual()
        ? Stream.of(place)
        : StreamSupport.stream(place.spliterator(), false);
  }

  private static Optional<String> ownFault(JsonNode schema) {
    var type = schema.path("type");
    if (type.isTextual() && !TYPES.contains(type.textValue())) {
      return Optional.of("Grammar error: Invalid type: \"" + type.textValue() + "\"");
    }
    for (var key : UNIMPLEMENTED) {
      if (schema.has(key)) {
        return Optional.of("Grammar error: Unimplemented keys: [\"" + key + "\"]");
      }
    }
    var pattern = schema.path("pattern").asText("^$");
    return pattern.startsWith("^") && pattern.endsWith("$")
        ? Optional.empty()
        : Optional.of("Pattern must start with '^' and end with '$'");
  }
}
