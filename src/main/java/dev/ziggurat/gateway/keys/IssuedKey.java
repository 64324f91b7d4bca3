package dev.ziggurat.gateway.keys;

import dev.ziggurat.db.Versioned;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A key with its secret, told this once.
 *
 * @param secret what to send as {@code Authorization: Bearer <secret>}
 */
@Schema(name = "IssuedKey", description = "The secret is told this once: nobody can look it up")
public record IssuedKey(String secret, KeyView key) implements Versioned {

  @Override
  public long version() {
    return key.version();
  }

  /** Without the secret: what is printed may be logged. */
  @Override
  public String toString() {
    return "IssuedKey[key=" + key + "]";
  }
}
