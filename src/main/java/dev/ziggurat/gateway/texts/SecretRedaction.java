package dev.ziggurat.gateway.texts;

import java.util.regex.Pattern;

/**
 * Replaces API keys and tokens in texts that are kept. It knows the forms that their issuers
 * document; a secret without a form of its own, such as a password, is not recognized.
 */
final class SecretRedaction {

  static final String REPLACEMENT = "[redacted]";

  /** Repetitions are possessive, so that no text takes long. */
  private static final Pattern SECRET =
      Pattern.compile(
          """
          (?x)
            \\b(?:sk|gsk|pk|rk|zk|wandb_v1|xai|hf|r8|glpat|npm|dop_v1|pypi)[-_][A-Za-z0-9_-]{16,}+
          | \\bgh[opsur]_[A-Za-z0-9]{20,}+
          | \\bgithub_pat_[A-Za-z0-9_]{20,}+
          | \\bxox[abeoprs]-[A-Za-z0-9-]{10,}+
          | \\bAIza[A-Za-z0-9_-]{30,}+
          | \\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b
          | \\beyJ[A-Za-z0-9_-]{8,}+\\.[A-Za-z0-9_-]{8,}+\\.[A-Za-z0-9_-]{8,}+
          | -----BEGIN\\ [A-Z\\x20]{0,20}PRIVATE\\ KEY-----(?:(?:[\\r\\n]|\\\\[nr])++[A-Za-z0-9+/=]++)*+(?:(?:[\\r\\n]|\\\\[nr])*+-----END\\ [A-Z\\x20]{0,20}PRIVATE\\ KEY-----)?+
          | (?<=\\b[Bb]earer\\ )[A-Za-z0-9._~+/-]{16,}+=*+
          """);

  private SecretRedaction() {}

  /** The text without secrets. */
  static String redacted(String text) {
    return SECRET.matcher(text).replaceAll(REPLACEMENT);
  }
}
