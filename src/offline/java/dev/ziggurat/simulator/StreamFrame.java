package dev.ziggurat.simulator;

import java.util.ArrayList;
import java.util.List;

/**
 * One event of a stream as sent.
 *
 * @param content whether it has a piece of the answer
 */
record StreamFrame(String text, boolean content) {

  private static final int MAX_PIECES = 64;
  private static final int MIN_PIECE = 12;

  static StreamFrame data(Object json) {
    return new StreamFrame("data: " + json + "\n\n", false);
  }

  static StreamFrame content(Object json) {
    return new StreamFrame("data: " + json + "\n\n", true);
  }

  /** Splits the text into at most 64 pieces, keeping surrogate pairs together. */
  static List<String> pieces(String text) {
    var size = Math.max(MIN_PIECE, (text.length() + MAX_PIECES - 1) / MAX_PIECES);
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
