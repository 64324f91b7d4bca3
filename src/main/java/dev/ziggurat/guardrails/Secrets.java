package dev.ziggurat.guardrails;

import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * Finds API keys and tokens by the beginnings that their issuers give them, JSON Web Tokens and
 * private keys. They may be longer than the window.
 */
final class Secrets {

  private static final Pattern KEY =
      Pattern.compile(
          "(?<![A-Za-z0-9])(?:"
              // OpenAI, Anthropic, OpenRouter and others; Ziggurat; Groq; xAI; Hugging Face.
              + "sk-[A-Za-z0-9_-]{20,}+|zk_[A-Za-z0-9_-]{43}|gsk_[A-Za-z0-9]{20,}+"
              + "|xai-[A-Za-z0-9]{20,}+|hf_[A-Za-z0-9]{30,}+"
              // Amazon, Google, GitHub, GitLab.
              + "|(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])|AIza[A-Za-z0-9_-]{35}"
              + "|gh[pousr]_[A-Za-z0-9]{36,}+|github_pat_[A-Za-z0-9_]{50,}+"
              + "|glpat-[A-Za-z0-9_-]{20,}+"
              // Slack, Stripe, npm, SendGrid, Twilio.
              + "|xox[abeoprs]-[A-Za-z0-9-]{10,}+|(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,}+"
              + "|npm_[A-Za-z0-9]{36}|SG\\.[A-Za-z0-9_-]{16,32}\\.[A-Za-z0-9_-]{32,}+"
              + ")");

  private static final Pattern JWT =
      Pattern.compile("(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{14,}+(?:\\.[A-Za-z0-9_-]++){0,4}+");

  private static final Pattern PRIVATE_KEY =
      Pattern.compile(
          "-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY-----[A-Za-z0-9+/=\\s\\\\]*+"
              + "(?:-----END [A-Z0-9 ]{0,30}PRIVATE KEY-----)?+");

  private static final IntPredicate OF_A_TOKEN = c -> isAlphanumeric(c) || "_-.".indexOf(c) >= 0;

  private static final IntPredicate OF_A_KEY =
      c -> isAlphanumeric(c) || "+/=\\".indexOf(c) >= 0 || Character.isWhitespace(c);

  private Secrets() {}

  static void find(String text, int from, boolean last, SensitiveDataRule.Found found) {
    find(KEY, OF_A_TOKEN, text, from, false, last, found);
    if (text.indexOf("eyJ", from) >= 0) {
      find(JWT, OF_A_TOKEN, text, from, true, last, found);
    }
    if (text.indexOf("-----BEGIN ", from) >= 0) {
      find(PRIVATE_KEY, OF_A_KEY, text, from, false, last, found);
    }
  }

  private static void find(
      Pattern pattern,
      IntPredicate continued,
      String text,
      int from,
      boolean dotted,
      boolean last,
      SensitiveDataRule.Found found) {
    var matcher = pattern.matcher(text);
    matcher.region(from, text.length()).useTransparentBounds(true);
    while (matcher.find()) {
      var open = !last && matcher.end() == text.length();
      if (!dotted || open || text.substring(matcher.start(), matcher.end()).indexOf('.') > 0) {
        found.part(matcher.start(), matcher.end(), Optional.of(continued));
      }
    }
  }

  private static boolean isAlphanumeric(int c) {
    return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
  }
}
