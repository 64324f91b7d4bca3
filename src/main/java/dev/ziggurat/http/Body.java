package dev.ziggurat.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * Reads the JSON object of a request field by field and validates each value; an error is an {@link
 * InvalidField} with the field's path. Unlike a record it distinguishes an absent field from {@code
 * null}.
 */
public final class Body {

  /** Max characters of an invalid value quoted in an error. */
  private static final int QUOTED = 60;

  /** A number in a text, without exponent. */
  private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,15})?");

  private final String path;
  private final ObjectNode fields;

  private Body(String path, ObjectNode fields) {
    this.path = path;
    this.fields = fields;
  }

  /**
   * Wraps the body of a request.
   *
   * @param sent the parsed body; null if empty
   * @param known all allowed fields
   * @throws InvalidField if it is not a JSON object or has an unknown field
   */
  public static Body of(JsonNode sent, List<String> known) {
    return read("", sent, known);
  }

  private static Body read(String path, JsonNode sent, List<String> known) {
    if (!(sent instanceof ObjectNode object)) {
      throw new InvalidField(path.isEmpty() ? "body" : path, "must be a JSON object");
    }
    var body = new Body(path, object);
    object
        .fieldNames()
        .forEachRemaining(
            field -> {
              if (!known.contains(field)) {
                throw new InvalidField(
                    body.path(quoted(field)),
                    "is unknown; allowed are " + String.join(", ", known));
              }
            });
    return body;
  }

  /**
   * A non-blank text of any number of lines.
   *
   * @param longest limit in characters (code points)
   */
  public FieldValue<String> text(String field, int longest) {
    return given(field, (at, node) -> text(at, node, longest, Body::breaksText));
  }

  /** A text of one line. */
  public FieldValue<String> line(String field, int longest) {
    return given(field, (at, node) -> text(at, node, longest, Character::isISOControl));
  }

  /** A text that matches the pattern, such as an id. */
  public FieldValue<String> word(String field, Pattern pattern) {
    return given(
        field,
        (at, node) -> {
          if (!node.isTextual() || !pattern.matcher(node.textValue()).matches()) {
            throw new InvalidField(at, "must be a text that matches " + pattern + but(node));
          }
          return node.textValue();
        });
  }

  /** One of these texts. */
  public FieldValue<String> oneOf(String field, List<String> choices) {
    return given(
        field,
        (at, node) -> {
          if (!node.isTextual() || !choices.contains(node.textValue())) {
            throw new InvalidField(at, "must be one of " + String.join(", ", choices) + but(node));
          }
          return node.textValue();
        });
  }

  /** A whole number, bounds included. */
  public FieldValue<Long> number(String field, long least, long most) {
    return given(
        field,
        (at, node) -> {
          if (!node.isIntegralNumber()
              || !node.canConvertToLong()
              || node.longValue() < least
              || node.longValue() > most) {
            throw new InvalidField(
                at, "must be a whole number from " + least + " to " + most + but(node));
          }
          return node.longValue();
        });
  }

  /** A duration in milliseconds, bounds included. */
  public FieldValue<Duration> millis(String field, Duration least, Duration most) {
    return number(field, least.toMillis(), most.toMillis()).map(Duration::ofMillis);
  }

  /**
   * A number, bounds included.
   *
   * @param decimals maximum digits after the decimal point
   */
  public FieldValue<BigDecimal> decimal(
      String field, BigDecimal least, BigDecimal most, int decimals) {
    return given(
        field,
        (at, node) -> {
          if (!node.isNumber()
              || !isFinite(node)
              || node.decimalValue().compareTo(least) < 0
              || node.decimalValue().compareTo(most) > 0
              || node.decimalValue().stripTrailingZeros().scale() > decimals) {
            throw new InvalidField(
                at,
                "must be a number from %s to %s with at most %d decimals%s"
                    .formatted(least.toPlainString(), most.toPlainString(), decimals, but(node)));
          }
          return node.decimalValue();
        });
  }

  /**
   * A number as {@link #decimal} reads it, or the same as a text, which no program rounds.
   *
   * @param decimals maximum digits after the decimal point
   */
  public FieldValue<BigDecimal> amount(
      String field, BigDecimal least, BigDecimal most, int decimals) {
    var sent = fields.path(field);
    if (!sent.isTextual()) {
      return decimal(field, least, most, decimals);
    }
    return given(
        field,
        (at, node) ->
            Optional.of(node.textValue())
                .filter(AMOUNT.asMatchPredicate())
                .map(BigDecimal::new)
                .filter(amount -> amount.compareTo(least) >= 0 && amount.compareTo(most) <= 0)
                .filter(amount -> amount.stripTrailingZeros().scale() <= decimals)
                .orElseThrow(
                    () ->
                        new InvalidField(
                            at,
                            "must be a number from %s to %s with at most %d decimals%s"
                                .formatted(
                                    least.toPlainString(),
                                    most.toPlainString(),
                                    decimals,
                                    but(node)))));
  }

  /** A list of texts that match the pattern. */
  public FieldValue<List<String>> words(String field, int most, Pattern pattern) {
    return given(
        field,
        (at, node) -> {
          if (!node.isArray() || node.size() > most) {
            throw new InvalidField(at, "must be a list of at most " + most + " texts");
          }
          var words = new ArrayList<String>();
          for (var i = 0; i < node.size(); i++) {
            if (!node.get(i).isTextual() || !pattern.matcher(node.get(i).textValue()).matches()) {
              throw new InvalidField(
                  at + '[' + i + ']', "must be a text that matches " + pattern + but(node.get(i)));
            }
            words.add(node.get(i).textValue());
          }
          return List.copyOf(words);
        });
  }

  private static boolean isFinite(JsonNode node) {
    return !node.isFloatingPointNumber() || Double.isFinite(node.doubleValue());
  }

  /** True or false. */
  public FieldValue<Boolean> flag(String field) {
    return given(
        field,
        (at, node) -> {
          if (!node.isBoolean()) {
            throw new InvalidField(at, "must be true or false" + but(node));
          }
          return node.booleanValue();
        });
  }

  /** A nested object. */
  public FieldValue<Body> object(String field, List<String> known) {
    return given(field, (at, node) -> read(at, node, known));
  }

  /** An object with arbitrary fields, validated by the caller. */
  public FieldValue<ObjectNode> any(String field) {
    return given(
        field,
        (at, node) -> {
          if (!(node instanceof ObjectNode object)) {
            throw new InvalidField(at, "must be a JSON object" + but(node));
          }
          return object;
        });
  }

  /**
   * A list of objects with arbitrary fields, validated by the caller.
   *
   * @param most how many there may be
   */
  public FieldValue<List<ObjectNode>> anyObjects(String field, int most) {
    return given(
        field,
        (at, node) -> {
          if (!node.isArray() || node.size() > most) {
            throw new InvalidField(at, "must be a list of at most " + most + " objects");
          }
          var objects = new ArrayList<ObjectNode>();
          for (var i = 0; i < node.size(); i++) {
            if (!(node.get(i) instanceof ObjectNode object)) {
              throw new InvalidField(
                  at + '[' + i + ']', "must be a JSON object" + but(node.get(i)));
            }
            objects.add(object);
          }
          return List.copyOf(objects);
        });
  }

  /** A list of objects. */
  public FieldValue<List<Body>> objects(String field, int most, List<String> known) {
    return objects(field, most, _ -> known);
  }

  /**
   * A list of objects of several kinds.
   *
   * @param known the allowed fields of an object
   */
  public FieldValue<List<Body>> objects(
      String field, int most, Function<JsonNode, List<String>> known) {
    return given(
        field,
        (at, node) -> {
          if (!node.isArray() || node.size() > most) {
            throw new InvalidField(at, "must be a list of at most " + most + " objects");
          }
          var bodies = new ArrayList<Body>();
          for (var i = 0; i < node.size(); i++) {
            bodies.add(read(at + '[' + i + ']', node.get(i), known.apply(node.get(i))));
          }
          return List.copyOf(bodies);
        });
  }

  /** Whether the field is a number, for fields of several types. */
  public boolean isNumber(String field) {
    return fields.path(field).isNumber();
  }

  /** Creates an error for a field that the caller found invalid. */
  public InvalidField wrong(String field, String fault) {
    return new InvalidField(path(field), fault);
  }

  private <T> FieldValue<T> given(String field, BiFunction<String, JsonNode, T> reader) {
    var at = path(field);
    var node = fields.get(field);
    return node == null || node.isNull()
        ? new FieldValue<>(at, node != null, Optional.empty())
        : new FieldValue<>(at, true, Optional.of(reader.apply(at, node)));
  }

  private String path(String field) {
    return path.isEmpty() ? field : path + '.' + field;
  }

  private static String text(String at, JsonNode node, int longest, IntPredicate forbidden) {
    var text = node.textValue();
    if (text == null || text.isBlank() || text.codePointCount(0, text.length()) > longest) {
      throw new InvalidField(at, "must be a text of 1 to " + longest + " characters" + but(node));
    }
    if (text.codePoints().anyMatch(point -> isSurrogate(point) || forbidden.test(point))) {
      throw new InvalidField(at, "must not contain control characters" + but(node));
    }
    return text.strip();
  }

  private static boolean breaksText(int point) {
    return Character.isISOControl(point) && point != '\n' && point != '\r' && point != '\t';
  }

  /** Unpaired surrogates, which the database cannot store. */
  private static boolean isSurrogate(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }

  private static String but(JsonNode node) {
    return node.isContainerNode() ? "" : ", not " + quoted(node.toString());
  }

  /** Truncated, and without characters unsafe in logs and pages. */
  private static String quoted(String strange) {
    var clean = strange.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", "?");
    return clean.length() <= QUOTED ? clean : clean.substring(0, QUOTED) + "…";
  }
}
