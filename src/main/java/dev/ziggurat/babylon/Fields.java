package dev.ziggurat.babylon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads and validates the fields of an action, which come from a model or an admin.
 *
 * @param json the whole action
 */
record Fields(ObjectNode json) {

  private static final int SHOWN_CHARACTERS = 40;

  /** A non-empty text as one clean line, of limited length. */
  String text(String field, int characters) throws RefusedException {
    var text = PlainText.clean(string(field));
    if (text.isEmpty()) {
      throw RefusedException.malformed(field + ": is empty; say something or hold");
    }
    int length = PlainText.length(text);
    if (length > characters) {
      throw RefusedException.malformed(
          PlainText.format(
              "%s: has %d characters, at most %d are allowed", field, length, characters));
    }
    return text;
  }

  /** An identifier, sanitized for use in messages. */
  String id(String field) throws RefusedException {
    return PlainText.cut(PlainText.clean(string(field)), SHOWN_CHARACTERS);
  }

  /** A list of identifiers, at least one, sanitized for use in messages. */
  List<String> ids(String field, int most) throws RefusedException {
    var list = given(field);
    if (!list.isArray() || list.isEmpty() || list.size() > most) {
      throw RefusedException.malformed(
          PlainText.format("%s: must be a list of 1 to %d texts in quotes", field, most));
    }
    var ids = new ArrayList<String>();
    for (var item : list) {
      if (!item.isTextual()) {
        throw RefusedException.malformed(
            PlainText.format("%s: must be a list of texts in quotes", field));
      }
      ids.add(PlainText.cut(PlainText.clean(item.textValue()), SHOWN_CHARACTERS));
    }
    return ids;
  }

  /** The side of a market. */
  Side side() throws RefusedException {
    return side("side");
  }

  /** The side of a market in this field. */
  Side side(String field) throws RefusedException {
    var side = string(field);
    return switch (side) {
      case "yes" -> Side.YES;
      case "no" -> Side.NO;
      default ->
          throw RefusedException.malformed(
              field + ": must be \"yes\" or \"no\", not " + shown(field));
    };
  }

  /** A positive whole number of micro-units. */
  long amount(String field) throws RefusedException {
    var value = given(field);
    if (!value.isIntegralNumber()) {
      throw RefusedException.malformed(
          PlainText.format(
              "%s: must be a whole number such as 5000000, not %s", field, shown(field)));
    }
    if (!value.canConvertToLong()) {
      throw RefusedException.malformed(field + ": is larger than any amount in the game");
    }
    if (value.longValue() < 1) {
      throw RefusedException.malformed(field + ": must be at least 1, not " + shown(field));
    }
    return value.longValue();
  }

  /** An instant with microsecond precision. */
  Instant instant(String field) throws RefusedException {
    try {
      return Instant.parse(string(field)).truncatedTo(ChronoUnit.MICROS);
    } catch (DateTimeException e) {
      throw RefusedException.malformed(
          PlainText.format(
              "%s: must be a time such as 2026-01-31T12:00:00Z, not %s", field, shown(field)));
    }
  }

  /** Whether the field is present and not null. */
  boolean has(String field) {
    return json.hasNonNull(field);
  }

  /** Rejects unknown fields, so that a misspelled one is not ignored. */
  void allow(List<String> known) throws RefusedException {
    for (var each : (Iterable<String>) json::fieldNames) {
      if (!known.contains(each)) {
        throw RefusedException.malformed(
            PlainText.format(
                "%s: is unknown; known are %s",
                PlainText.cut(PlainText.clean(each), SHOWN_CHARACTERS), String.join(", ", known)));
      }
    }
  }

  private String string(String field) throws RefusedException {
    var value = given(field);
    if (!value.isTextual()) {
      throw RefusedException.malformed(
          PlainText.format("%s: must be a text in quotes, not %s", field, shown(field)));
    }
    return value.textValue();
  }

  private JsonNode given(String field) throws RefusedException {
    var value = json.path(field);
    if (value.isMissingNode() || value.isNull()) {
      throw RefusedException.malformed(field + ": is missing");
    }
    return value;
  }

  private String shown(String field) {
    return PlainText.cut(json.path(field).toString(), SHOWN_CHARACTERS);
  }
}
