package dev.ziggurat.guardrails;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Finds international bank account numbers of the length that their country has, with single spaces
 * or hyphens or without, whose check digits are right (ISO 13616, modulus 97).
 */
final class Ibans {

  /** Countries with their lengths, of the IBAN registry. */
  private static final String REGISTRY =
      "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27"
          + " DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28"
          + " IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24"
          + " ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22"
          + " RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24"
          + " XK20 YE30";

  private static final Map<String, Integer> LENGTHS = lengths();
  private static final String SEPARATORS = " -\u00a0";
  private static final int MODULUS = 97;

  private Ibans() {}

  private static Map<String, Integer> lengths() {
    var lengths = new HashMap<String, Integer>();
    for (var country : REGISTRY.split(" ", -1)) {
      lengths.put(country.substring(0, 2), Integer.valueOf(country.substring(2)));
    }
    return Map.copyOf(lengths);
  }

  static void find(String text, int from, SensitiveDataRule.Found found) {
    for (var start = from; start + 4 < text.length(); start++) {
      if (isDigit(text.charAt(start + 2))
          && isDigit(text.charAt(start + 3))
          && isLetter(text.charAt(start))
          && isLetter(text.charAt(start + 1))
          && (start == 0 || !isPart(text.charAt(start - 1)))) {
        var end = end(text, start);
        if (end > 0) {
          found.part(start, end);
          start = end - 1;
        }
      }
    }
  }

  /** The end of the account number that begins here; 0 if it is none. */
  private static int end(String text, int start) {
    var length = LENGTHS.get(text.substring(start, start + 2).toUpperCase(Locale.ROOT));
    if (length == null) {
      return 0;
    }
    var account = new StringBuilder();
    var next = start;
    while (account.length() < length && next < text.length() && isPart(text.charAt(next))) {
      account.append(text.charAt(next++));
      if (account.length() < length
          && next < text.length()
          && SEPARATORS.indexOf(text.charAt(next)) >= 0) {
        next++;
      }
    }
    return account.length() == length
            && (next == text.length() || !isPart(text.charAt(next)))
            && isValid(account)
        ? next
        : 0;
  }

  private static boolean isValid(StringBuilder account) {
    var rest = 0;
    for (var i = 0; i < account.length(); i++) {
      var value = Character.digit(account.charAt((i + 4) % account.length()), Character.MAX_RADIX);
      rest = (value < 10 ? rest * 10 + value : rest * 100 + value) % MODULUS;
    }
    return rest == 1;
  }

  private static boolean isPart(char c) {
    return isDigit(c) || isLetter(c);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
  }
}
