package dev.ziggurat.httpworld;

import java.nio.charset.StandardCharsets;

/** Texts of worlds: anybody may have written them, so they are cleaned and cut to size. */
final class WorldText {

  private static final String FENCE_BEGIN = "<<<";
  private static final String FENCE_END = ">>>";

  private WorldText() {}

  /** Of many lines, without hidden characters, of at most so many bytes. */
  static String block(String text, long mostBytes) {
    var block = new StringBuilder(Math.min(text.length(), (int) Math.min(mostBytes, 1 << 20)));
    var bytes = 0L;
    for (var index = 0; index < text.length(); ) {
      var point = text.codePointAt(index);
      index += Character.charCount(point);
      var type = Character.getType(point);
      var hidden =
          type == Character.FORMAT
              || type == Character.SURROGATE
              || type == Character.CONTROL && point != '\n' && point != '\t';
      if (hidden) {
        continue;
      }
      bytes += utf8(point);
      if (bytes > mostBytes) {
        break;
      }
      block.appendCodePoint(point);
    }
    return block.toString();
  }

  /** The number of bytes of a text in UTF-8. */
  static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * Between marks that the text itself cannot contain, so that no part of it can be mistaken for
   * our own text.
   */
  static String fenced(String text) {
    return FENCE_BEGIN
        + '\n'
        + text.replace(FENCE_BEGIN, "‹‹‹").replace(FENCE_END, "›››").strip()
        + '\n'
        + FENCE_END;
  }

  private static int utf8(int point) {
    if (point < 0x80) {
      return 1;
    }
    if (point < 0x800) {
      return 2;
    }
    return point < 0x10000 ? 3 : 4;
  }
}
