package dev.ziggurat.guardrails;

/** Finds email addresses as people write them; those with quotation marks are left out. */
final class EmailAddresses {

  private static final String LOCAL = ".!#%&'*+_~-";

  /** RFC 5321, 4.5.3.1.1. */
  private static final int LOCAL_CHARACTERS = 64;

  /** With the local part not longer than the shortest window. */
  private static final int DOMAIN_CHARACTERS = 180;

  private EmailAddresses() {}

  static void find(String text, int from, SensitiveDataRule.Found found) {
    for (var at = text.indexOf('@', from); at >= 0; at = text.indexOf('@', at + 1)) {
      var start = at;
      while (start > from && at - start < LOCAL_CHARACTERS && isLocal(text.charAt(start - 1))) {
        start--;
      }
      while (start < at && !Character.isLetterOrDigit(text.codePointAt(start))) {
        start++;
      }
      var end = domainEnd(text, at + 1);
      if (start < at && end > 0) {
        found.part(start, end);
      }
    }
  }

  private static boolean isLocal(char c) {
    return Character.isLetterOrDigit(c) || Character.isSurrogate(c) || LOCAL.indexOf(c) >= 0;
  }

  /** The end of a domain with a dot and a top level of letters; 0 if there is none. */
  private static int domainEnd(String text, int start) {
    var end = start;
    while (end < text.length()
        && end - start < DOMAIN_CHARACTERS
        && (Character.isLetterOrDigit(text.charAt(end)) || "-.".indexOf(text.charAt(end)) >= 0)) {
      end++;
    }
    while (end > start) {
      var dot = text.lastIndexOf('.', end - 1);
      if (dot <= start) {
        return 0;
      }
      if (isTopLevel(text, dot + 1, end)) {
        return end;
      }
      end = dot;
    }
    return 0;
  }

  private static boolean isTopLevel(String text, int start, int end) {
    return end - start >= 2 && text.substring(start, end).chars().allMatch(Character::isLetter);
  }
}
