package dev.ziggurat.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A generated secret: a prefix that says what it opens, and 32 random bytes in URL-safe Base64. It
 * has enough entropy for a plain SHA-256 hash.
 */
public final class RandomSecret {

  private static final int BYTES = 32;
  private static final int BASE64_CHARACTERS = 43;
  private static final int HINT = 4;

  /** Only copied: looking the algorithm up takes longer than hashing a secret. */
  private static final MessageDigest SHA_256 = sha256();

  private final String prefix;
  private final String text;

  private RandomSecret(String prefix, String text) {
    this.prefix = prefix;
    this.text = text;
  }

  /** Generates a new secret. */
  public static RandomSecret generate(String prefix, SecureRandom random) {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new RandomSecret(
        prefix, prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** Whether this has the format of a secret with this prefix; others need no lookup. */
  public static boolean isPossible(String prefix, String text) {
    return text.length() == prefix.length() + BASE64_CHARACTERS
        && text.startsWith(prefix)
        && text.chars().allMatch(RandomSecret::isUrlSafe);
  }

  private static boolean isUrlSafe(int character) {
    return character >= 'a' && character <= 'z'
        || character >= 'A' && character <= 'Z'
        || character >= '0' && character <= '9'
        || character == '_'
        || character == '-';
  }

  /** The stored hash of a secret: SHA-256 in hexadecimal digits. */
  public static String hash(String secret) {
    try {
      var sha256 = (MessageDigest) SHA_256.clone();
      return HexFormat.of().formatHex(sha256.digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (CloneNotSupportedException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Its stored hash. */
  public String hash() {
    return hash(text);
  }

  /** Its last characters. */
  public String hint() {
    return text.substring(text.length() - HINT);
  }

  /** The secret itself, to be shown once. */
  public String reveal() {
    return text;
  }

  /** Without the secret, because it may be logged. */
  @Override
  public String toString() {
    return prefix + "…" + hint();
  }
}
