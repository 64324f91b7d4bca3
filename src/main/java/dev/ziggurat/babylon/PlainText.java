package dev.ziggurat.babylon;

import java.util.Locale;

/** Makes what agents wrote harmless: one line, nothing invisible, cut to size. */
final class PlainText {

  private static final String ELLIPSIS = "…";

  private PlainText() {}

  /** The pattern filled in alike on every machine, whatever digits its language has. */
  static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  /**
   * In one line: white space of any kind and length becomes one space; control and format
   * characters (such as those that turn the writing direction) and halves of characters go.
   */
  static String clean(String text) {
    var line = new StringBuilder(text.length());
    boolean gap = false;
    for (int at = 0; at < text.length(); ) {
      int character = text.codePointAt(at);
      at += Character.charCount(character);
      if (isGap(character)) {
        gap = true;
      } else if (!isHidden(character)) {
        if (gap && !line.isEmpty()) {
          line.append(' ');
        }
        gap = false;
        line.appendCodePoint(character);
      }
    }
    return line.toString();
  }

  /** At most so many characters, the last of which tells that something was cut. */
  static String cut(String text, int characters) {
    if (length(text) <= characters) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, characters - 1)) + ELLIPSIS;
  }

  /** How many characters, as a reader counts them: code points. */
  static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /**
   * In quotes, so that no line of it can be taken for one of ours; angle brackets are replaced
   * because our fences are made of them.
   */
  static String quote(String text) {
    return '"'
        + clean(text)
            .replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace('<', '‹')
            .replace('>', '›')
        + '"';
  }

  private static boolean isGap(int character) {
    return Character.isWhitespace(character) || Character.isSpaceChar(character);
  }

  private static boolean isHidden(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE -> true;
      default -> false;
    };
  }
}
