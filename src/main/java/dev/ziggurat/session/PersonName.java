package dev.ziggurat.session;

import java.util.regex.Pattern;

/**
 * The name a person enters at sign-in, for the audit; it is not verified.
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

  /** Whether the text is a valid name. */
  static boolean isName(String text) {
    return text.strip().length() <= LONGEST && SHAPE.matcher(text.strip()).matches();
  }
}
