package dev.ziggurat.guardrails;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as personal data or as a secret, and what does not. */
class SensitiveDataTest {

  private static final Map<DataKind, FindingAction> ALL =
      Map.of(
          DataKind.EMAIL, FindingAction.MASK,
          DataKind.PHONE, FindingAction.MASK,
          DataKind.CARD, FindingAction.MASK,
          DataKind.IBAN, FindingAction.MASK,
          DataKind.SECRET, FindingAction.MASK);

  private static String masked(String text) {
    return new TextMask(new SensitiveDataRule(ALL), 256, _ -> {}).text().whole(text);
  }

  private static String maskedJson(String text) {
    return new TextMask(new SensitiveDataRule(ALL), 256, _ -> {}).json().whole(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "write to bob@example.com.|write to [EMAIL].",
        "<first.last+tag@sub.example.co.uk>|<[EMAIL]>",
        "'jürgen@münchen.de'|'[EMAIL]'",
        "a@b.co and c@d.org|[EMAIL] and [EMAIL]",
        "call +49 30 1234567 now|call [PHONE] now",
        "call +1 (212) 555-0123|call [PHONE]",
        "0049301234567|[PHONE]",
        "(212) 555-0123 or 212-555-0123|[PHONE] or [PHONE]",
        "4111 1111 1111 1111 12/27|[CARD] 12/27",
        "Visa4111111111111111,|Visa[CARD],",
        "5555-5555-5555-4444|[CARD]",
        "378282246310005|[CARD]",
        "12 4111 1111 1111 1111|12 [CARD]",
        "DE89370400440532013000|[IBAN]",
        "gb82 west 1234 5698 7654 32 and|[IBAN] and",
        "NO93 8601 1117 947.|[IBAN].",
        "key=sk-~abcdefghijklmnopqrstuv;|key=[SECRET];",
        "gsk_~abcdefghijklmnopqrstuvwx|[SECRET]",
        "AKIA~IOSFODNN7EXAMPLE|[SECRET]",
        "ghp_~abcdefghijklmnopqrstuvwxyz0123456789|[SECRET]",
        "xoxb-~123456789012-abcdef|[SECRET]",
        "zk_~0123456789012345678901234567890123456789abc|[SECRET]",
        "Bearer eyJ~hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc|Bearer [SECRET]",
      })
  void whatIsFound(String text, String masked) {
    assertThat(masked(joined(text))).isEqualTo(masked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111 1111 1111 1112",
        "1234567890123456",
        "0.4111111111111111",
        "41111111111111111111111",
        "DE88370400440532013000",
        "XX89370400440532013000",
        "me@home, @user, a@b",
        "2026-11-30 08:43, version 1.2.3.4",
        "3.14159265358979",
        "sk-short, eyJ is how they begin",
        "risk-~abcdefghijklmnopqrstuvwxyz",
        "call 1234567"
      })
  void whatIsNone(String text) {
    assertThat(masked(joined(text))).isEqualTo(joined(text));
  }

  /** What looks like a key is divided here, so that no scanner of repositories takes it for one. */
  private static String joined(String divided) {
    return divided.replace("~", "");
  }

  @Test
  void aPrivateKeyIsMaskedWhole() {
    var key =
        "-----BEGIN RSA "
            + "PRIVATE KEY-----\n"
            + "MIIEvQIBADAN\n".repeat(50)
            + "-----END RSA PRIVATE KEY-----";
    assertThat(masked("it is " + key.substring(0, 200) + ".")).isEqualTo("it is [SECRET].");
    assertThat(masked("it is " + key)).startsWith("it is [SECRET]").doesNotContain("MIIE");
  }

  @Test
  void jsonStaysJson() {
    assertThat(maskedJson("{\"card\": 4111111111111111, \"n\": 12, \"to\": [\"bob@example.com\"]}"))
        .isEqualTo("{\"card\": \"[CARD]\", \"n\": 12, \"to\": [\"[EMAIL]\"]}");
    assertThat(maskedJson("{\"a\": \"bob\\u0040example.com\\n\\\"x\\\"\"}"))
        .isEqualTo("{\"a\": \"[EMAIL]\\n\\\"x\\\"\"}");
    assertThat(maskedJson("no JSON: bob@example.com")).isEqualTo("no JSON: [EMAIL]");
    assertThat(maskedJson("{\"cut\": \"bob@example.com")).isEqualTo("{\"cut\": \"[EMAIL]");
  }
}
