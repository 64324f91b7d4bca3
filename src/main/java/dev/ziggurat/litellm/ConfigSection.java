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
 * An object inside an entry, of which only some fields mean anything here. What is wrong is added
 * to the problems, without the value: it may be a secret that stands in the wrong line.
 */
final class ConfigSection {

  private static final long MAX_TOKENS = 100_000_000;
  private static final int LONGEST = 500;
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

  /** An object of this name; an empty one, and a problem if it is required, when there is none. */
  ConfigSection section(String field, boolean required) {
    var node = field(field);
    if (node.isEmpty() && required) {
      wrong(field, "is required");
    }
    var object = node.filter(JsonNode::isObject);
    if (node.isPresent() && object.isEmpty()) {
      wrong(field, "must be an object");
    }
    return new ConfigSection(
        place, at(field), object.orElseGet(JsonNodeFactory.instance::objectNode), problems);
  }

  /** A text in one line. */
  Optional<String> text(String field) {
    var node = field(field);
    var text =
        node.filter(JsonNode::isTextual)
            .map(JsonNode::textValue)
            .map(String::strip)
            .filter(line -> !line.isEmpty() && line.length() <= LONGEST)
            .filter(line -> line.chars().noneMatch(Character::isISOControl));
    if (node.isPresent() && text.isEmpty()) {
      wrong(field, "must be a text of 1 to " + LONGEST + " characters");
    }
    return text;
  }

  /** What nobody is to see; empty text for what can be no reference to a variable. */
  Optional<String> secret(String field) {
    return field(field).map(JsonNode::asText);
  }

  /** A text that must be there. */
  Optional<String> required(String field) {
    if (field(field).isEmpty()) {
      wrong(field, "is required");
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
      wrong(field, "must be a whole number from 1 to " + MAX_TOKENS);
    }
    return tokens.map(Long::intValue);
  }

  /** Whether a flag is set. */
  boolean flag(String field) {
    var node = field(field);
    if (node.isPresent() && !node.get().isBoolean()) {
      wrong(field, "must be true or false");
    }
    return node.map(JsonNode::asBoolean).orElse(false);
  }

  /** A number, which YAML takes for a text when it is written as {@code 1e-6}. */
  Optional<BigDecimal> number(String field) {
    var node = field(field);
    var number = node.flatMap(ConfigSection::number);
    if (node.isPresent() && number.isEmpty()) {
      wrong(field, "must be a number such as 0.00000015 or 1.5e-07");
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
    } catch (NumberFormatException noNumber) {
      return Optional.empty();
    }
  }

  /** The fields that nobody asked for, in order; of strange ones only that there are any. */
  Stream<String> unread() {
    return fields
        .propertyStream()
        .filter(field -> !field.getValue().isNull())
        .map(field -> field.getKey())
        .filter(name -> !read.contains(name))
        .map(name -> FIELD.matcher(name).matches() ? name : "a field of a strange name")
        .distinct();
  }

  void wrong(String field, String message) {
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
