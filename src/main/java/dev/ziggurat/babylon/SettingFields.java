package dev.ziggurat.babylon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.world.InvalidSetting;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads and validates the fields of an object in a game's settings. Each error names the field from
 * the top, such as {@code theme.questions[2].text}. A field that is null counts as missing.
 *
 * @param path of the object, with a dot at its end; empty for the top
 */
record SettingFields(String path, ObjectNode json) {

  /** The fields of an object at this path. */
  static SettingFields of(String path, JsonNode node) {
    if (!(node instanceof ObjectNode object)) {
      throw new InvalidSetting(path, "must be a JSON object");
    }
    return new SettingFields(path + ".", object);
  }

  /** Rejects unknown fields, so that a misspelled one is not ignored. */
  SettingFields allow(List<String> known) {
    json.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw wrong(
                    PlainText.cut(PlainText.clean(name), 40),
                    "is unknown; allowed are " + String.join(", ", known));
              }
            });
    return this;
  }

  boolean has(String name) {
    return json.hasNonNull(name);
  }

  /** The error for a field of this object. */
  InvalidSetting wrong(String name, String fault) {
    return new InvalidSetting(path + name, fault);
  }

  /** A whole number within the bounds; the usual one if missing. */
  long number(String name, long least, long most, long usual) {
    return has(name) ? number(name, least, most) : usual;
  }

  /** A whole number within the bounds. */
  long number(String name, long least, long most) {
    var value = json.path(name);
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < least
        || value.longValue() > most) {
      throw wrong(name, "must be a whole number from " + least + " to " + most);
    }
    return value.longValue();
  }

  /** A truth value; the usual one if missing. */
  boolean flag(String name, boolean usual) {
    if (!has(name)) {
      return usual;
    }
    var value = json.path(name);
    if (!value.isBoolean()) {
      throw wrong(name, "must be true or false");
    }
    return value.booleanValue();
  }

  /** A text of one clean line. */
  String text(String name, int characters) {
    return text(path + name, json.path(name), characters);
  }

  /** A text of one clean line; the usual one if missing. */
  String text(String name, int characters, String usual) {
    return has(name) ? text(name, characters) : usual;
  }

  /** A text that matches the pattern. */
  String word(String name, Pattern pattern, String what) {
    var text = text(name, 1_000);
    if (!pattern.matcher(text).matches()) {
      throw wrong(name, "must be " + what);
    }
    return text;
  }

  /** One of these words; the usual one if missing. */
  String oneOf(String name, List<String> words, String usual) {
    if (!has(name)) {
      return usual;
    }
    var value = json.path(name);
    if (!value.isTextual() || !words.contains(value.textValue())) {
      throw wrong(name, "must be one of " + String.join(", ", words));
    }
    return value.textValue();
  }

  /** A list of texts, each of one clean line; the usual one if missing. */
  List<String> texts(String name, int least, int most, int characters, List<String> usual) {
    if (!has(name)) {
      return usual;
    }
    var texts = new ArrayList<String>();
    for (var item : list(name, least, most)) {
      texts.add(text(path + name + "[" + texts.size() + "]", item, characters));
    }
    return texts;
  }

  /** A list of objects. */
  List<SettingFields> objects(String name, int most) {
    var objects = new ArrayList<SettingFields>();
    for (var item : list(name, 0, most)) {
      objects.add(of(path + name + "[" + objects.size() + "]", item));
    }
    return objects;
  }

  /** An object. */
  SettingFields object(String name) {
    return of(path + name, json.path(name));
  }

  private JsonNode list(String name, int least, int most) {
    var list = json.path(name);
    if (!list.isArray() || list.size() < least || list.size() > most) {
      throw wrong(name, "must be a list of " + least + " to " + most + " items");
    }
    return list;
  }

  private static String text(String at, JsonNode value, int characters) {
    if (!value.isTextual()) {
      throw new InvalidSetting(at, value.isMissingNode() ? "is missing" : "must be a text");
    }
    var text = PlainText.clean(value.textValue());
    if (text.isEmpty() || PlainText.length(text) > characters) {
      throw new InvalidSetting(at, "must be a text of 1 to " + characters + " characters");
    }
    return text;
  }
}
