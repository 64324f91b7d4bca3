package dev.ziggurat.babylon;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What a game leaves to chance: numbers that follow from its seed and from what they are for, so
 * that they are the same in every replay and depend on no order.
 *
 * @param seed the game's
 */
record SeededRandom(long seed) {

  /** A number from 0 to below the bound, for this purpose and id. */
  int below(int bound, String purpose, String id) {
    return (int) Long.remainderUnsigned(hash(purpose, id), bound);
  }

  /** Whether something that happens in so many of a hundred cases happens in this one. */
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
