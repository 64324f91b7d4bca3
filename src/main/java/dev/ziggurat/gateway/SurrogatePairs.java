package dev.ziggurat.gateway;

import java.util.HashMap;
import java.util.Map;

/**
 * Puts characters outside the basic plane together that a provider divided over two parts of a
 * streamed text: alone their halves cannot be written.
 */
public final class SurrogatePairs {

  private final Map<String, Character> halves = new HashMap<>();

  /**
   * A part of a text, with the half that was held back before; the half at its end is held back.
   *
   * @param text which text it is a part of
   */
  public String whole(String text, String part) {
    if (part.isEmpty()) {
      return part;
    }
    var half = halves.remove(text);
    var whole = half == null ? part : half + part;
    var last = whole.charAt(whole.length() - 1);
    if (!Character.isHighSurrogate(last)) {
      return whole;
    }
    halves.put(text, last);
    return whole.substring(0, whole.length() - 1);
  }
}
