package dev.ziggurat.access;

import java.util.Optional;

/** Recognises the tokens of players. */
public interface PlayerTokens {

  /** Whether this has the prefix of a player's token; it may still be invalid. */
  boolean isMeant(String secret);

  /** Whose token this is; empty if it is unknown or was revoked. May block. */
  Optional<Player> find(String secret);
}
