package dev.ziggurat.gateway.keys;

import dev.ziggurat.db.Versioned;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What lets a program call the gateway. Its secret is known to whoever was given it, and to nobody
 * else.
 *
 * @param hint the last characters of the secret
 * @param createdBy who made it, as the audit names them
 * @param revokedAt since when it opens nothing, for good
 * @param oldUntil until when the secret before the last rotation opens too
 * @param version raised by every edit
 */
public record Key(
    UUID id,
    KeyTerms terms,
    String hint,
    Instant createdAt,
    String createdBy,
    Optional<Instant> revokedAt,
    Optional<Instant> oldUntil,
    long version)
    implements Versioned {

  /** How a key stands. */
  public enum State {
    ACTIVE,
    EXPIRED,
    REVOKED
  }

  /** How it stands at that moment. */
  public State state(Instant now) {
    if (revokedAt.isPresent()) {
      return State.REVOKED;
    }
    return terms.expiresAt().filter(end -> !now.isBefore(end)).isPresent()
        ? State.EXPIRED
        : State.ACTIVE;
  }
}
