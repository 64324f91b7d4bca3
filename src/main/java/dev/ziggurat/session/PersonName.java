package dev.ziggurat.session;

import java.util.regex.Pattern;

/**
 * Who a person says they are, for the audit; nobody checks it.
 *
 * @param text may be empty
 */
record PersonName(String text) {

  static final int LONGEST = 60;

  private static final Pattern SHAPE = Pattern.compile("[\\p{L}\\p{M}\\p{N} .'@_-]*");

  PersonName {
    text = text.strip();
    if (!isName(text)) {
      throw new IllegalArgumentException(text);
    }
  }

  /** Whether this can stand in the audit. */
  static boolean isName(String text) {
    return text.strip().length() <= LONGEST && SHAPE.matcher(text.strip()).matches();
  }
}
