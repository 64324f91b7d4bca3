package dev.ziggurat.http;

import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * The keys that requests to typed addresses are signed with, read from the environment each time:
 * they are never stored.
 */
@Singleton
public class SigningKeys {

  /** The fewest characters of a key. */
  public static final int CHARACTERS = 32;

  private final Config environment;

  SigningKeys(Config environment) {
    this.environment = environment;
  }

  /**
   * What is wrong with the key in this variable; empty if nothing is.
   *
   * @param allowed what the variable's name must match, so that no other secret is read
   */
  public Optional<String> fault(String variable, String allowed) {
    var key = read(variable, allowed);
    if (key.isEmpty()) {
      return Optional.of(
          "%s is not set: export it with a key of at least %d characters"
              .formatted(variable, CHARACTERS));
    }
    return key.get().length() < CHARACTERS
        ? Optional.of("the key in %s has fewer than %d characters".formatted(variable, CHARACTERS))
        : Optional.empty();
  }

  /**
   * The key in this variable, unless something is wrong with it.
   *
   * @param allowed what the variable's name must match
   */
  public Optional<String> find(String variable, String allowed) {
    return read(variable, allowed).filter(key -> key.length() >= CHARACTERS);
  }

  private Optional<String> read(String variable, String allowed) {
    return variable.matches(allowed)
        ? environment.getOptionalValue(variable, String.class).map(String::strip)
        : Optional.empty();
  }
}
