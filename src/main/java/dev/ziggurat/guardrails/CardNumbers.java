package dev.ziggurat.guardrails;

/**
 * Finds numbers of payment cards: 13 to 19 digits that begin as cards do, with single spaces or
 * hyphens between them or without, the last digit by Luhn's formula (ISO/IEC 7812-1).
 */
final class CardNumbers {

  private static final int LEAST = 13;
  private static final int MOST = 19;
  private static final String SEPARATORS = " -\u00a0";

  private CardNumbers() {}

  static void find(String text, int from, SensitiveDataRule.Found found) {
    for (var start = from; start < text.length(); start++) {
      if (isFirst(text, start)) {
        var end = end(text, start);
        if (end > 0) {
          found.part(start, end);
          start = end - 1;
        }
      }
    }
  }

  /** A digit that begins a number; what follows a decimal point does not. */
  private static boolean isFirst(String text, int at) {
    var first = text.charAt(at);
    return first >= '2'
        && first <= '6'
        && (at == 0 || !isDigit(text.charAt(at - 1)))
        && !(at >= 2 && text.charAt(at - 1) == '.' && isDigit(text.charAt(at - 2)));
  }

  /** The end of the longest card number that begins here; 0 if there is none. */
  private static int end(String text, int start) {
    var digits = new int[MOST];
    var ends = new int[MOST];
    var count = 0;
    var next = start;
    while (count < MOST && next < text.length() && isDigit(text.charAt(next))) {
      digits[count] = text.charAt(next) - '0';
      ends[count++] = ++next;
      if (next + 1 < text.length()
          && SEPARATORS.indexOf(text.charAt(next)) >= 0
          && isDigit(text.charAt(next + 1))) {
        next++;
      }
    }
    for (var length = count; length >= LEAST; length--) {
      var end = ends[length - 1];
      if ((end == text.length() || !isDigit(text.charAt(end))) && isValid(digits, length)) {
        return end;
      }
    }
    return 0;
  }

  private static boolean isValid(int[] digits, int length) {
    var sum = 0;
    for (var i = 0; i < length; i++) {
      var digit = digits[length - 1 - i];
      sum += i % 2 == 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0);
    }
    return sum % 10 == 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
