package dev.ziggurat.play;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A player's token with its secret, told this once.
 *
 * @param secret what to send as {@code Authorization: Bearer <secret>}
 */
@Schema(
    name = "IssuedPlayerToken",
    description = "The secret is told this once: nobody can look it up")
public record IssuedPlayerToken(String secret, PlayerToken token) {

  /** Without the secret: what is printed may be logged. */
  @Override
  public String toString() {
    return "IssuedPlayerToken[token=" + token + "]";
  }
}
