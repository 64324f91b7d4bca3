package dev.ziggurat.guardrails;

import dev.ziggurat.http.InvalidField;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** The guardrails of all calls of the gateway, of the configuration. */
@Singleton
public class GuardrailDefaults {

  private static final String KEY = "ziggurat.guardrails.defaults";

  private final GuardrailList list;

  GuardrailDefaults(GuardrailsConfig config, GuardrailReader reader) {
    try {
      this.list = config.defaults().map(reader::list).orElse(GuardrailList.NONE);
    } catch (InvalidField invalid) {
      throw new IllegalArgumentException(
          "%s is wrong (docs/configuration.md): %s".formatted(KEY, invalid.getMessage()), invalid);
    }
  }

  /** The list. */
  public GuardrailList list() {
    return list;
  }

  /** Reads them at the start, so that a mistake does not wait for the first call. */
  void check(@Observes StartupEvent start) {
    // The constructor did.
  }
}
