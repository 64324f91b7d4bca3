package dev.ziggurat.access;

import io.quarkus.security.identity.SecurityIdentity;
import java.util.Optional;
import java.util.Set;

/** Who plays for an agent, as a player's token says. */
public record Player(String game, String handle) {

  private static final String ATTRIBUTE = "player";

  /** The player of this identity; empty for others. */
  public static Optional<Player> of(SecurityIdentity identity) {
    return Optional.ofNullable(identity.<Player>getAttribute(ATTRIBUTE));
  }

  SecurityIdentity identity() {
    return Identities.builder("player " + handle + " of " + game, Set.of(Roles.PLAYER))
        .addAttribute(ATTRIBUTE, this)
        .build();
  }
}
