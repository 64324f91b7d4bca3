package dev.ziggurat.gateway.texts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets of known forms do not stay in texts, and nothing else is lost. */
class SecretRedactionTest {

  /** Built from parts, so that no scanner of repositories takes them for real ones. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sk-|proj-AbCdEf0123456789_-AbCdEf",
        "sk-|ant-api03-AbCdEf0123456789",
        "gsk_|AbCdEf0123456789AbCdEf",
        "zk_|AbCdEf0123456789AbCdEf-_",
        "ghp_|0123456789abcdefghijABCD",
        "github_pat_|0123456789abcdefghij_ABCD",
        "xoxb-|012345678901-abcdef",
        "AIza|SyA0123456789012345678901234567890",
        "AKIA|0123456789ABCDEF",
        "eyJ|hbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl"
      })
  void knownForms(String parts) {
    var secret = parts.replace("|", "");
    assertThat(SecretRedaction.redacted("{\"content\":\"the key " + secret + ", keep it\"}"))
        .isEqualTo("{\"content\":\"the key [redacted], keep it\"}");
  }

  @Test
  void theWordBearerStays() {
    assertThat(SecretRedaction.redacted("Authorization: Bearer abcdef0123456789abcdef=="))
        .isEqualTo("Authorization: Bearer [redacted]");
  }

  @Test
  void aPrivateKeyWithinJsonLeavesTheJsonWhole() {
    var key =
        "-----BEGIN RSA PRIVATE KEY-----\\nMIIEpAIBAAKCAQ+/\\nabc=\\n-----END RSA PRIVATE KEY-----";
    assertThat(SecretRedaction.redacted("{\"content\":\"" + key + "\\\"quoted\\\"\"}"))
        .isEqualTo("{\"content\":\"[redacted]\\\"quoted\\\"\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "task-oriented-and-very-long-words-are-no-keys",
        "risk_assessment_of_the_whole_portfolio_2026",
        "sk-short",
        "the eyJ of the storm",
        "gpt-oss-120b"
      })
  void otherWordsStay(String text) {
    assertThat(SecretRedaction.redacted(text)).isEqualTo(text);
  }

  @Test
  @Timeout(10)
  void longTextsTakeTimeInProportion() {
    var text =
        "-----BEGIN PRIVATE KEY-----\n" + "A".repeat(200_000) + " and eyJ" + "a.".repeat(100_000);
    assertThat(SecretRedaction.redacted(text)).startsWith("[redacted] and eyJ");
  }
}
