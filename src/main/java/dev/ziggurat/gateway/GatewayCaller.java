package dev.ziggurat.gateway;

import dev.ziggurat.gateway.keys.Key;
import java.util.Optional;
import java.util.UUID;

/**
 * An authenticated caller.
 *
 * @param key the key whose models, rate and budgets limit the call; empty for an admin, who has no
 *     limits
 * @param owner whose kept responses the call may continue
 */
public record GatewayCaller(Optional<Key> key, UUID owner) {

  /** The owner of what admins keep. */
  private static final UUID ADMINS = new UUID(0, 0);

  /** An admin, by a token. */
  static final GatewayCaller ADMIN = adminFor(ADMINS);

  /** An admin who sends a request of this owner once more. */
  static GatewayCaller adminFor(UUID owner) {
    return new GatewayCaller(Optional.empty(), owner);
  }

  /** By a key. */
  static GatewayCaller by(Key key) {
    return new GatewayCaller(Optional.of(key), key.id());
  }

  /** The id of the key; empty for an admin. */
  public Optional<UUID> keyId() {
    return key.map(Key::id);
  }
}
