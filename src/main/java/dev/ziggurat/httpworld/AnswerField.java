package dev.ziggurat.httpworld;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.world.SingleLine;
import dev.ziggurat.world.WorldUnavailable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A part of what a world answered, with its path for errors. What is not as the contract says is a
 * {@link WorldUnavailable} that names the field.
 *
 * @param path such as {@code results[3][0]}
 * @param node the value; a missing node where there is none
 */
record AnswerField(String path, JsonNode node) {

  private static final BigDecimal MOST_POINTS = new BigDecimal("1000000000000");
  private static final int MICRO_DIGITS = 6;

  /** The whole answer. */
  static AnswerField of(JsonNode answer) {
    return new AnswerField("", answer);
  }

  WorldUnavailable wrong(String fault) {
    return new WorldUnavailable(
        "the world's answer is wrong: " + (path.isEmpty() ? "it " : path + ": ") + fault);
  }

  /** Whether there is a value. */
  boolean isThere() {
    return !node.isMissingNode() && !node.isNull();
  }

  AnswerField get(String field) {
    return new AnswerField(
        path.isEmpty() ? field : path + '.' + SingleLine.of(field, 60), node.path(field));
  }

  AnswerField get(int index) {
    return new AnswerField(path + '[' + index + ']', node.path(index));
  }

  ObjectNode object() {
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw wrong("must be a JSON object");
  }

  /** An object; an empty one where there is no value. */
  ObjectNode optionalObject() {
    return isThere() ? object() : JsonNodeFactory.instance.objectNode();
  }

  ArrayNode list(int most) {
    if (!(node instanceof ArrayNode list)) {
      throw wrong("must be a list");
    }
    if (list.size() > most) {
      throw wrong("must have at most " + most + " entries, not " + list.size());
    }
    return list;
  }

  /** A list; an empty one where there is no value. */
  ArrayNode optionalList(int most) {
    return isThere() ? list(most) : JsonNodeFactory.instance.arrayNode();
  }

  String text() {
    if (!node.isTextual()) {
      throw wrong("must be a text");
    }
    return node.textValue();
  }

  /** A text of one line, cut to size. */
  String line(int longest) {
    return SingleLine.of(text(), longest);
  }

  Optional<String> optionalLine(int longest) {
    return isThere() ? Optional.of(line(longest)) : Optional.empty();
  }

  String word(Pattern pattern) {
    var word = text();
    if (!pattern.matcher(word).matches()) {
      throw wrong("must match " + pattern);
    }
    return word;
  }

  /** True or false; false where there is no value. */
  boolean flag() {
    if (isThere() && !node.isBoolean()) {
      throw wrong("must be true or false");
    }
    return node.asBoolean(false);
  }

  int count() {
    if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < 0) {
      throw wrong("must be a whole number from 0 to 2147483647");
    }
    return node.intValue();
  }

  /** A number of points, in millionths. */
  long microPoints() {
    if (!node.isNumber() || node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue())) {
      throw wrong("must be a number");
    }
    // By its magnitude first: exact arithmetic on 1e-999999999 would not end.
    if (Math.abs(node.doubleValue()) < 1e-7) {
      return 0;
    }
    if (Math.abs(node.doubleValue()) > MOST_POINTS.doubleValue()) {
      throw wrong("must be a number from -" + MOST_POINTS + " to " + MOST_POINTS);
    }
    return node.decimalValue()
        .setScale(MICRO_DIGITS, RoundingMode.HALF_EVEN)
        .movePointRight(MICRO_DIGITS)
        .longValueExact();
  }
}
