package dev.ziggurat.world;

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
}
