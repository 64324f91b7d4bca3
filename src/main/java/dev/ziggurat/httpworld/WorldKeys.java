package dev.ziggurat.httpworld;

import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** The keys of worlds, read from the environment each time: they are never stored. */
@Singleton
class WorldKeys {

  private final Config config;

  WorldKeys(Config config) {
    this.config = config;
  }

  /** What is wrong with the key in this variable; empty if nothing is. */
  Optional<String> fault(String variable) {
    var key = read(variable);
    if (key.isEmpty()) {
      return Optional.of(
          "%s is not set: export it with a key of at least %d characters"
              .formatted(variable, WorldAddress.KEY_CHARACTERS));
    }
    return key.get().length() < WorldAddress.KEY_CHARACTERS
        ? Optional.of(
            "the key in %s has fewer than %d characters"
                .formatted(variable, WorldAddress.KEY_CHARACTERS))
        : Optional.empty();
  }

  /** The key in this variable, unless something is wrong with it. */
  Optional<String> find(String variable) {
    return read(variable).filter(_ -> fault(variable).isEmpty());
  }

  private Optional<String> read(String variable) {
    return variable.matches(WorldAddress.KEY_VARIABLE)
        ? config.getOptionalValue(variable, String.class).map(String::strip)
        : Optional.empty();
  }
}
