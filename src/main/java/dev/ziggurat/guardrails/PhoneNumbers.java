package dev.ziggurat.guardrails;

import java.util.regex.Pattern;

/**
 * Finds phone numbers: international ones of 8 to 15 digits (ITU-T E.164) that begin with {@code +}
 * or {@code 00}, and North American ones in groups of 3, 3 and 4. Others look like any number.
 */
final class PhoneNumbers {

  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}_+])(?:"
              + "(?:\\+|00)[1-9]\\d{0,2}[ .\\-/\\u00a0]?(?:\\(\\d{1,5}\\)[ .\\-/\\u00a0]?)?\\d(?:[ .\\-/\\u00a0]?\\d){5,12}"
              + "|(?:\\(\\d{3}\\) ?|\\d{3}[ .\\-])\\d{3}[ .\\-]\\d{4}"
              + ")(?!\\p{N})");

  private PhoneNumbers() {}

  static void find(String text, int from, SensitiveDataRule.Found found) {
    var matcher = NUMBER.matcher(text);
    matcher.region(from, text.length()).useTransparentBounds(true);
    while (matcher.find()) {
      found.part(matcher.start(), matcher.end());
    }
  }
}
