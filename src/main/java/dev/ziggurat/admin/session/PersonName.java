package dev.ziggurat.admin.session;

import jakarta.ws.rs.BadRequestException;
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
    text = text == null ? "" : text.strip();
    if (text.length() > LONGEST || !SHAPE.matcher(text).matches()) {
      throw new BadRequestException(
          "name: must be at most %d letters, digits, spaces and . ' @ _ -".formatted(LONGEST));
    }
  }
}
