package dev.ziggurat.guardrails;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.ziggurat.http.FieldValue;
import java.math.BigInteger;

/** Compiles regular expressions whose size is bounded; matching them takes linear time. */
final class SafePattern {

  /** The longest pattern. */
  static final int CHARACTERS = 1_000;

  private static final java.util.regex.Pattern COUNTED =
      java.util.regex.Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?}");

  /** Counted repetitions multiply what the pattern takes when it is compiled. */
  private static final BigInteger MAX_REPEATED = BigInteger.valueOf(100_000);

  private static final int MAX_INSTRUCTIONS = 20_000;

  private SafePattern() {}

  /**
   * Compiles a pattern.
   *
   * @throws dev.ziggurat.http.InvalidField if it is none, or takes too much
   */
  static Pattern of(FieldValue<String> field) {
    var text = field.required();
    if (repeated(text).compareTo(MAX_REPEATED) > 0) {
      throw field.wrong("has too many counted repetitions, such as {1,1000}");
    }
    try {
      var pattern = Pattern.compile(text);
      if (pattern.programSize() > MAX_INSTRUCTIONS) {
        throw field.wrong("is too complex");
      }
      if (pattern.matches("")) {
        throw field.wrong("must not match an empty text");
      }
      return pattern;
    } catch (PatternSyntaxException invalid) {
      throw field.wrong(
          "is not a regular expression in RE2's syntax (without backreferences and lookaround): "
              + invalid.getDescription());
    }
  }

  private static BigInteger repeated(String pattern) {
    return COUNTED
        .matcher(pattern)
        .results()
        .map(
            count -> {
              var most = count.group(2);
              return most == null || most.isEmpty() ? count.group(1) : most;
            })
        .map(count -> new BigInteger(count).max(BigInteger.ONE))
        .reduce(BigInteger.ONE, BigInteger::multiply);
  }
}
