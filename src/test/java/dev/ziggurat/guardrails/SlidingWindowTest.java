package dev.ziggurat.guardrails;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What leaves a sliding window does not depend on how the text was divided. */
class SlidingWindowTest {

  private static final int WINDOW = 256;

  private static final List<String> WORDS =
      List.of(
          "4111 1111 1111 1111",
          "4111-1111-1111-1112",
          "5555555555554444",
          "378282246310005",
          "DE89 3704 0044 0532 0130 00",
          "GB82WEST12345698765432",
          "bob@example.com",
          "first.last+tag@sub.example.co.uk",
          "@",
          "+49 30 1234567",
          "(212) 555-0123",
          "sk-" + "proj-abcdefghijklmnopqrstuvwxyz012345",
          "AKIA" + "IOSFODNN7EXAMPLE",
          "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxMjM0NTY3ODkwIn0." + "aB3_-".repeat(90),
          "-----BEGIN "
              + "PRIVATE KEY-----\n"
              + "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n".repeat(12)
              + "-----END PRIVATE KEY-----",
          "project x17",
          "🏺",
          "x".repeat(70),
          " ",
          "\n",
          "\"",
          "\\",
          ".",
          "12",
          "é");

  private static String text(Random random) {
    var text = new StringBuilder();
    var words = random.nextInt(60);
    for (var i = 0; i < words; i++) {
      text.append(WORDS.get(random.nextInt(WORDS.size())));
      if (random.nextInt(3) > 0) {
        text.append(' ');
      }
    }
    return text.toString();
  }

  private static String divided(TextStream stream, String text, Random random) {
    var most = 1 + random.nextInt(400);
    var out = new StringBuilder();
    for (var next = 0; next < text.length(); ) {
      var end = Math.min(text.length(), next + 1 + random.nextInt(most));
      out.append(stream.push(text.substring(next, end)));
      next = end;
    }
    return out.append(stream.end()).toString();
  }

  private static TextMask all() {
    var actions = new EnumMap<DataKind, FindingAction>(DataKind.class);
    for (var kind : DataKind.values()) {
      actions.put(kind, FindingAction.MASK);
    }
    return new TextMask(new SensitiveDataRule(actions), WINDOW, _ -> {});
  }

  private static TextMask pattern(String pattern) {
    return new TextMask(
        new PatternRule(Pattern.compile(pattern), FindingAction.MASK, "[P]"), WINDOW, _ -> {});
  }

  @Property(tries = 1_000)
  void howSensitiveDataIsDividedDoesNotMatter(@ForAll Random random) {
    var text = text(random);
    assertThat(divided(all().text(), text, random)).isEqualTo(all().text().whole(text));
  }

  @Property(tries = 500)
  void howMatchesOfAPatternAreDividedDoesNotMatter(@ForAll Random random) {
    var text = text(random);
    for (var pattern :
        List.of("(?i)\\bproject\\s+x\\d+\\b", "[a-z]+@", "x+", "(?s)1.*1", "^4|0$")) {
      assertThat(divided(pattern(pattern).text(), text, random))
          .as(pattern)
          .isEqualTo(pattern(pattern).text().whole(text));
    }
  }

  @Property(tries = 500)
  void howJsonIsDividedDoesNotMatter(@ForAll Random random) {
    var text = text(random);
    assertThat(divided(all().json(), text, random)).isEqualTo(all().json().whole(text));
  }

  /** A part of a text that is not longer than the window is found wherever it stands. */
  @Property(tries = 500)
  void nothingIsMissedAtTheEdgeOfAWindow(@ForAll Random random) {
    var before = "word ".repeat(random.nextInt(200)) + " ".repeat(random.nextInt(64));
    for (var found :
        Map.of(
                "4111 1111 1111 1111",
                "[CARD]",
                "DE89 3704 0044 0532 0130 00",
                "[IBAN]",
                "bob@example.com",
                "[EMAIL]",
                "a".repeat(60) + "@" + "b".repeat(60) + "." + "c".repeat(60) + ".com",
                "[EMAIL]",
                "+49 30 1234567",
                "[PHONE]",
                "gsk_" + "a1".repeat(500),
                "[SECRET]")
            .entrySet()) {
      assertThat(divided(all().text(), before + found.getKey() + " after", random))
          .isEqualTo(before + found.getValue() + " after");
    }
  }

  @Example
  void nothingIsHeldBackLongerThanTheWindow() {
    var stream = all().text();
    var held = 0;
    for (var i = 0; i < 5_000; i++) {
      held += 1 - stream.push("a b".substring(i % 3, i % 3 + 1)).length();
      assertThat(held).isLessThanOrEqualTo(WINDOW + WINDOW / 4);
    }
    assertThat(held).isGreaterThanOrEqualTo(WINDOW - 1);
  }

  @Example
  void bothHalvesOfACharacterLeaveTogether() {
    var stream = all().text();
    var text = " ".repeat(63) + "🏺".repeat(400);
    for (var i = 0; i < text.length(); i++) {
      var out = stream.push(text.substring(i, i + 1));
      assertThat(out.isEmpty() || !Character.isHighSurrogate(out.charAt(out.length() - 1)))
          .isTrue();
    }
  }
}
