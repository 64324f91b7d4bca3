package dev.ziggurat.gateway.keys;

import dev.ziggurat.access.RandomSecret;
import java.security.SecureRandom;

/** The secret of a key, which begins with {@code zk_}; see {@link RandomSecret}. */
public final class KeySecret {

  private static final String PREFIX = "zk_";

  private final RandomSecret secret;

  private KeySecret(RandomSecret secret) {
    this.secret = secret;
  }

  /** Generates a new secret. */
  static KeySecret generate(SecureRandom random) {
    return new KeySecret(RandomSecret.generate(PREFIX, random));
  }

  /** Whether this has the prefix of a gateway key; it may still be invalid. */
  public static boolean isMeant(String text) {
    return text.startsWith(PREFIX);
  }

  /** Whether this has the format of a secret; others need no lookup. */
  static boolean isPossible(String text) {
    return RandomSecret.isPossible(PREFIX, text);
  }

  /** The stored hash of a secret: SHA-256 in hexadecimal digits. */
  static String hash(String secret) {
    return RandomSecret.hash(secret);
  }

  String hash() {
    return secret.hash();
  }

  /** Its last characters. */
  String hint() {
    return secret.hint();
  }

  /** The secret itself, to be shown once. */
  public String reveal() {
    return secret.reveal();
  }

  /** Without the secret, because it may be logged. */
  @Override
  public String toString() {
    return secret.toString();
  }
}
