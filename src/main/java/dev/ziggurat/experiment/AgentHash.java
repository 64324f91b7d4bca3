package dev.ziggurat.experiment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The buckets of an agent in an experiment: a pure function of the salt and the handle. The bucket
 * for enrolment and that for the arm are independent, so that a growing ramp enrols more agents and
 * moves none.
 *
 * @param salt of the experiment, so that another one divides the same agents anew
 */
record AgentHash(String salt) {

  /** Agents whose bucket is below the ramp are enrolled. */
  int enrolment(String handle) {
    return bucket("enrolment", handle);
  }

  /** Decides the arm. */
  int arm(String handle) {
    return bucket("arm", handle);
  }

  /** The first 64 of 256 bits: the bias of the remainder is below one in 10^15. */
  private int bucket(String purpose, String handle) {
    try {
      var hashed =
          MessageDigest.getInstance("SHA-256")
              .digest((purpose + '\n' + salt + '\n' + handle).getBytes(StandardCharsets.UTF_8));
      return (int) Long.remainderUnsigned(ByteBuffer.wrap(hashed).getLong(), Allocation.BUCKETS);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
