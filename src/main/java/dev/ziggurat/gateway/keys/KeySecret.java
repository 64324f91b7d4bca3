package dev.ziggurat.gateway.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The secret of a key: {@code zk_} and 32 random bytes in URL-safe Base64. Nobody guesses it, so
 * its plain hash is as good a lock as any.
 */
public final class KeySecret {

  private static final String PREFIX = "zk_";
  private static final int BYTES = 32;
  private static final int HINT = 4;
  private static final Pattern SHAPE = Pattern.compile("zk_[A-Za-z0-9_-]{43}");

  private final String text;

  private KeySecret(String text) {
    this.text = text;
  }

  /** A new secret. */
  static KeySecret drawn(SecureRandom random) {
    var bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new KeySecret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** Whether this is meant for one of ours; it may still be wrong. */
  public static boolean isMeant(String text) {
    return text.startsWith(PREFIX);
  }

  /** Whether this can be a secret of ours: what cannot needs no looking up. */
  static boolean isPossible(String text) {
    return SHAPE.matcher(text).matches();
  }

  /** What is stored of a secret: SHA-256 in hexadecimal digits. */
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

  /** Never the secret: what is printed may be logged. */
  @Override
  public String toString() {
    return PREFIX + "…" + hint();
  }
}
