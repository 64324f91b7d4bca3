package dev.ziggurat.babylon;

import java.util.Locale;

/** Sanitizes text of agents: one line, no invisible characters, truncated. */
final class PlainText {

  private static final String ELLIPSIS = "…";

  private PlainText() {}

  /** Formats independently of the machine's locale. */
  static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  /**
   * Converts to one line: each run of white space becomes one space; control and format characters
   * (such as bidirectional overrides) and unpaired surrogates are removed.
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

  /** Truncates to this many characters; the last one marks the truncation. */
  static String cut(String text, int characters) {
    if (length(text) <= characters) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, characters - 1)) + ELLIPSIS;
  }

  /** The number of code points. */
  static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /**
   * Quotes the text, so that it cannot be mistaken for a line of the briefing or a fence around
   * texts.
   */
  static String quote(String text) {
    return '"' + withoutFences(clean(text).replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
  }

  /** Replaces angle brackets, because fences around texts of others consist of them. */
  static String withoutFences(String text) {
    return text.replace('<', '‹').replace('>', '›');
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
