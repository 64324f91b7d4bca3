package dev.ziggurat.gateway;

import dev.ziggurat.gateway.keys.Key;
import java.util.Optional;
import java.util.UUID;

/**
 * An authenticated caller.
 *
 * @param key the key whose models, rate and budgets limit the call; empty for an admin, who has no
 *     limits
 */
public record GatewayCaller(Optional<Key> key) {

  /** An admin, by a token. */
  static final GatewayCaller ADMIN = new GatewayCaller(Optional.empty());

  /** The id of the key; empty for an admin. */
  public Optional<UUID> keyId() {
    return key.map(Key::id);
  }
}
