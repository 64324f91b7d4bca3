package dev.ziggurat.babylon;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Deterministic random numbers from the game's seed, a purpose and an id: identical in every replay
 * and independent of call order.
 *
 * @param seed the game's
 */
record SeededRandom(long seed) {

  /** A number from 0 (inclusive) to the bound (exclusive), for this purpose and id. */
  int below(int bound, String purpose, String id) {
    return (int) Long.remainderUnsigned(hash(purpose, id), bound);
  }

  /** True with the given probability in percent. */
  boolean percent(int percent, String purpose, String id) {
    return below(100, purpose, id) < percent;
  }

  private long hash(String purpose, String id) {
    var bytes = (seed + "/" + purpose + "/" + id).getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.wrap(sha256().digest(bytes)).getLong();
  }

  /** A new SHA-256, which every Java platform has. */
  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
