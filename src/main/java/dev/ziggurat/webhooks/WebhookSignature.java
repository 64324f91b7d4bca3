package dev.ziggurat.webhooks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests as Standard Webhooks does, so that its libraries verify them.
 *
 * @see <a
 *     href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard
 *     Webhooks</a>
 */
final class WebhookSignature {

  static final String ID_HEADER = "webhook-id";
  static final String TIMESTAMP_HEADER = "webhook-timestamp";
  static final String SIGNATURE_HEADER = "webhook-signature";

  private static final String PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";
  private static final int LEAST_BYTES = 24;
  private static final int MOST_BYTES = 64;

  private WebhookSignature() {}

  /**
   * The bytes of a key; empty unless it is base64 of 24 to 64 bytes.
   *
   * @param secret with or without the prefix {@code whsec_}
   */
  static Optional<byte[]> key(String secret) {
    try {
      var encoded = secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret;
      return Optional.of(Base64.getDecoder().decode(encoded))
          .filter(key -> key.length >= LEAST_BYTES && key.length <= MOST_BYTES);
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /**
   * The value of {@code webhook-signature}: {@code v1,} and the HMAC-SHA256, in base64, of id, time
   * in seconds and body with dots between them.
   */
  static String of(byte[] key, String id, Instant at, byte[] body) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      mac.update((id + '.' + at.getEpochSecond() + '.').getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
