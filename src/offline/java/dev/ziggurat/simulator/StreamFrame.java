package dev.ziggurat.simulator;

import java.util.ArrayList;
import java.util.List;

/**
 * One event of a stream as it goes over the wire.
 *
 * @param content whether it carries a piece of the answer
 */
record StreamFrame(String text, boolean content) {

  private static final int PIECES = 64;
  private static final int LEAST = 12;

  static StreamFrame data(Object json) {
    return new StreamFrame("data: " + json + "\n\n", false);
  }

  static StreamFrame content(Object json) {
    return new StreamFrame("data: " + json + "\n\n", true);
  }

  /** The text in at most 64 pieces, no character torn apart. */
  static List<String> pieces(String text) {
    var size = Math.max(LEAST, (text.length() + PIECES - 1) / PIECES);
    var pieces = new ArrayList<String>();
    var start = 0;
    while (start < text.length()) {
      var end = Math.min(text.length(), start + size);
      if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
        end++;
      }
      pieces.add(text.substring(start, end));
      start = end;
    }
    return pieces;
  }
}
