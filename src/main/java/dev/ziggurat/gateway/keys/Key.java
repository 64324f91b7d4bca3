package dev.ziggurat.gateway.keys;

import dev.ziggurat.db.Versioned;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An API key of the gateway. Only the hash of its secret is stored.
 *
 * @param hint the last characters of the secret
 * @param createdBy who created it, as named in the audit
 * @param revokedAt when it was permanently revoked
 * @param oldUntil until when the secret before the last rotation is valid too
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

  /** The state of a key. */
  public enum State {
    ACTIVE,
    EXPIRED,
    REVOKED
  }

  /** The state at that time. */
  public State state(Instant now) {
    if (revokedAt.isPresent()) {
      return State.REVOKED;
    }
    return terms.expiresAt().filter(end -> !now.isBefore(end)).isPresent()
        ? State.EXPIRED
        : State.ACTIVE;
  }
}
