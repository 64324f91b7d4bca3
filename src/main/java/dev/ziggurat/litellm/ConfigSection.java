package dev.ziggurat.litellm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An object in an entry, of which only some fields are used. Errors are added to the problems
 * without the value, which may be a misplaced secret.
 */
final class ConfigSection {

  private static final long MAX_TOKENS = 100_000_000;
  private static final int MAX_TEXT = 500;
  private static final int MAX_NUMBER = 40;
  private static final Pattern FIELD = Pattern.compile("\\w{1,60}");

  private final String place;
  private final String path;
  private final JsonNode fields;
  private final ImportProblems problems;
  private final Set<String> read = new HashSet<>();

  /**
   * @param path empty for the entry itself
   */
  ConfigSection(String place, String path, JsonNode fields, ImportProblems problems) {
    this.place = place;
    this.path = path;
    this.fields = fields;
    this.problems = problems;
  }

  String place() {
    return place;
  }

  /** A nested object; an empty one if it is missing, which is a problem if it is required. */
  ConfigSection section(String field, boolean required) {
    var node = field(field);
    if (node.isEmpty() && required) {
      problem(field, "is required");
    }
    var object = node.filter(JsonNode::isObject);
    if (node.isPresent() && object.isEmpty()) {
      problem(field, "must be an object");
    }
    return new ConfigSection(
        place, at(field), object.orElseGet(JsonNodeFactory.instance::objectNode), problems);
  }

  /** A text on one line. */
  Optional<String> text(String field) {
    var node = field(field);
    var text =
        node.filter(JsonNode::isTextual)
            .map(JsonNode::textValue)
            .map(String::strip)
            .filter(line -> !line.isEmpty() && line.length() <= MAX_TEXT)
            .filter(line -> line.chars().noneMatch(Character::isISOControl));
    if (node.isPresent() && text.isEmpty()) {
      problem(field, "must be a text of 1 to " + MAX_TEXT + " characters");
    }
    return text;
  }

  /** A secret, which must not be shown; an empty text if the value is not scalar. */
  Optional<String> secret(String field) {
    return field(field).map(JsonNode::asText);
  }

  /** A required text. */
  Optional<String> required(String field) {
    if (field(field).isEmpty()) {
      problem(field, "is required");
    }
    return text(field);
  }

  /** A number of tokens. */
  Optional<Integer> tokens(String field) {
    var node = field(field);
    var tokens =
        node.filter(JsonNode::isIntegralNumber)
            .filter(JsonNode::canConvertToLong)
            .map(JsonNode::longValue)
            .filter(number -> number > 0 && number <= MAX_TOKENS);
    if (node.isPresent() && tokens.isEmpty()) {
      problem(field, "must be a whole number from 1 to " + MAX_TOKENS);
    }
    return tokens.map(Long::intValue);
  }

  /** Whether a flag is set. */
  boolean flag(String field) {
    var node = field(field);
    if (node.isPresent() && !node.get().isBoolean()) {
      problem(field, "must be true or false");
    }
    return node.map(JsonNode::asBoolean).orElse(false);
  }

  /** A number; also as a text, because YAML reads {@code 1e-6} as a text. */
  Optional<BigDecimal> number(String field) {
    var node = field(field);
    var number = node.flatMap(ConfigSection::number);
    if (node.isPresent() && number.isEmpty()) {
      problem(field, "must be a number such as 0.00000015 or 1.5e-07");
    }
    return number;
  }

  private static Optional<BigDecimal> number(JsonNode node) {
    var text = node.isNumber() || node.isTextual() ? node.asText().strip() : "";
    if (text.isEmpty() || text.length() > MAX_NUMBER) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(text));
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  /** The fields that were not read, in order; unusual names are not repeated. */
  Stream<String> unread() {
    return fields
        .propertyStream()
        .filter(field -> !field.getValue().isNull())
        .map(field -> field.getKey())
        .filter(name -> !read.contains(name))
        .map(name -> FIELD.matcher(name).matches() ? name : "a field with an unusual name")
        .distinct();
  }

  void problem(String field, String message) {
    problems.add(place, at(field), message);
  }

  private Optional<JsonNode> field(String field) {
    read.add(field);
    return Optional.ofNullable(fields.get(field)).filter(node -> !node.isNull());
  }

  private String at(String field) {
    return path.isEmpty() ? field : path + '.' + field;
  }
}
