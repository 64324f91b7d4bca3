package dev.ziggurat.gateway.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The secret of a key: {@code zk_} and 32 random bytes in URL-safe Base64. It has enough entropy
 * for a plain SHA-256 hash.
 */
public final class KeySecret {

  private static final String PREFIX = "zk_";
  private static final int BYTES = 32;
  private static final int HINT = 4;
  private static final int LENGTH = 46;

  private final String text;

  private KeySecret(String text) {
    this.text = text;
  }

  /** Generates a new secret. */
  static KeySecret generate(SecureRandom random) {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new KeySecret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** Whether this has the prefix of a gateway key; it may still be invalid. */
  public static boolean isMeant(String text) {
    return text.startsWith(PREFIX);
  }

  /** Whether this has the format of a secret; others need no lookup. */
  static boolean isPossible(String text) {
    return text.length() == LENGTH && isMeant(text) && text.chars().allMatch(KeySecret::isUrlSafe);
  }

  private static boolean isUrlSafe(int character) {
    return character >= 'a' && character <= 'z'
        || character >= 'A' && character <= 'Z'
        || character >= '0' && character <= '9'
        || character == '_'
        || character == '-';
  }

  /** The stored hash of a secret: SHA-256 in hexadecimal digits. */
  static String hash(String secret) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  String hash() {
    return hash(text);
  }

  /** Its last characters. */
  String hint() {
    return text.substring(text.length() - HINT);
  }

  /** The secret itself, to be shown once. */
  public String reveal() {
    return text;
  }

  /** Without the secret, because it may be logged. */
  @Override
  public String toString() {
    return PREFIX + "…" + hint();
  }
}
