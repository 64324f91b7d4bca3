package dev.ziggurat.babylon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The fields of an action, read with suspicion: a model wrote them.
 *
 * @param json the whole action
 */
record Fields(ObjectNode json) {

  private static final int SHOWN_CHARACTERS = 40;

  /** A text in one clean line, neither empty nor longer than so many characters. */
  String text(String field, int characters) throws RefusedException {
    var text = PlainText.clean(string(field));
    if (text.isEmpty()) {
      throw new RefusedException(field + ": is empty; say something or hold");
    }
    int length = PlainText.length(text);
    if (length > characters) {
      throw new RefusedException(
          PlainText.format(
              "%s: has %d characters, at most %d are allowed", field, length, characters));
    }
    return text;
  }

  /** The name of something, harmless to repeat. */
  String id(String field) throws RefusedException {
    return PlainText.cut(PlainText.clean(string(field)), SHOWN_CHARACTERS);
  }

  /** The side of a market. */
  Side side() throws RefusedException {
    var side = string("side");
    return switch (side) {
      case "yes" -> Side.YES;
      case "no" -> Side.NO;
      default ->
          throw new RefusedException("side: must be \"yes\" or \"no\", not " + shown("side"));
    };
  }

  /** A positive whole number of micro-units. */
  long amount(String field) throws RefusedException {
    var value = given(field);
    if (!value.isIntegralNumber()) {
      throw new RefusedException(
          PlainText.format(
              "%s: must be a whole number such as 5000000, not %s", field, shown(field)));
    }
    if (!value.canConvertToLong()) {
      throw new RefusedException(field + ": is larger than any amount in the game");
    }
    if (value.longValue() < 1) {
      throw new RefusedException(field + ": must be at least 1, not " + shown(field));
    }
    return value.longValue();
  }

  private String string(String field) throws RefusedException {
    var value = given(field);
    if (!value.isTextual()) {
      throw new RefusedException(
          PlainText.format("%s: must be a text in quotes, not %s", field, shown(field)));
    }
    return value.textValue();
  }

  private JsonNode given(String field) throws RefusedException {
    var value = json.path(field);
    if (value.isMissingNode() || value.isNull()) {
      throw new RefusedException(field + ": is missing");
    }
    return value;
  }

  private String shown(String field) {
    return PlainText.cut(json.path(field).toString(), SHOWN_CHARACTERS);
  }
}
