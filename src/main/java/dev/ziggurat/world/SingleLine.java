package dev.ziggurat.world;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HexFormat;

/** Texts that anyone may have written, made safe to stand between our own. */
public final class SingleLine {

  private SingleLine() {}

  /** The text on one line without hidden characters. */
  public static String of(String text) {
    return of(text, Integer.MAX_VALUE);
  }

  /**
   * The text on one line that can neither end the double quotes it stands between nor be mistaken
   * for a tag of our own text.
   */
  public static String quotable(String text) {
    return untagged(text).replace("\\", "\\\\").replace("\"", "\\\"");
  }

  /** The text on one line that cannot be mistaken for a tag of our own text. */
  public static String untagged(String text) {
    return of(text).replace('<', '‹').replace('>', '›');
  }

  /**
   * The text on one line without hidden characters: those of the categories format and surrogate.
   * Runs of spaces, line ends and control characters become one space.
   *
   * @param most code points, of which the rest is cut
   */
  public static String of(String text, int most) {
    var line = new StringBuilder(Math.min(text.length(), most));
    var gap = false;
    var count = 0;
    for (var index = 0; index < text.length() && count < most; ) {
      var point = text.codePointAt(index);
      index += Character.charCount(point);
      switch (Character.getType(point)) {
        case Character.FORMAT, Character.SURROGATE -> {
          // Hidden.
        }
        case Character.SPACE_SEPARATOR,
            Character.LINE_SEPARATOR,
            Character.PARAGRAPH_SEPARATOR,
            Character.CONTROL ->
            gap = true;
        default -> {
          if (gap && !line.isEmpty()) {
            line.append(' ');
            count++;
          }
          gap = false;
          line.appendCodePoint(point);
          count++;
        }
      }
    }
    return line.toString();
  }

  /**
   * JSON on one line, of which readers see every character: line ends and hidden characters in its
   * texts are escaped, and so are the marks {@code <<<} and {@code >>>} that stand around texts of
   * others. It is the same value.
   */
  public static String of(JsonNode json) {
    var text = json.toString();
    var line = new StringBuilder(text.length());
    text.codePoints().forEach(point -> append(line, point));
    return line.toString()
        .replace("<<<", "\\u003c\\u003c\\u003c")
        .replace(">>>", "\\u003e\\u003e\\u003e");
  }

  private static void append(StringBuilder line, int point) {
    switch (Character.getType(point)) {
      case Character.FORMAT,
          Character.SURROGATE,
          Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR -> {
        for (var unit : Character.toChars(point)) {
          line.append("\\u").append(HexFormat.of().toHexDigits(unit));
        }
      }
      default -> line.appendCodePoint(point);
    }
  }
}
