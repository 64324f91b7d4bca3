package dev.ziggurat.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** How requests that this process sends are signed, so that who receives them knows the sender. */
public final class RequestSignature {

  /** {@code t=<seconds>,v1=<HMAC-SHA256 of the seconds, a dot and the body, in hex digits>}. */
  public static final String HEADER = "X-Ziggurat-Signature";

  private static final String ALGORITHM = "HmacSHA256";

  private RequestSignature() {}

  /**
   * The value of the header.
   *
   * @param key shared with the receiver
   * @param body as it is sent
   */
  public static String of(String key, Instant now, byte[] body) {
    var seconds = now.getEpochSecond();
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      mac.update((seconds + ".").getBytes(StandardCharsets.US_ASCII));
      return "t=%d,v1=%s".formatted(seconds, HexFormat.of().formatHex(mac.doFinal(body)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
