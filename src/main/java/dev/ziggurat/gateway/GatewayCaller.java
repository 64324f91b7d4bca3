package dev.ziggurat.gateway;

import dev.ziggurat.gateway.keys.Key;
import java.util.Optional;
import java.util.UUID;

/**
 * Who is let in.
 *
 * @param key whose models, rate and money bind the call; empty for an admin, who is free
 */
record GatewayCaller(Optional<Key> key) {

  /** An admin, by a token. */
  static final GatewayCaller ADMIN = new GatewayCaller(Optional.empty());

  Optional<UUID> keyId() {
    return key.map(Key::id);
  }
}
