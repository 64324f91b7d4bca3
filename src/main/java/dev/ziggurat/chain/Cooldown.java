package dev.ziggurat.chain;

import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.Provider;
import java.time.Instant;
import java.util.Optional;

/**
 * A provider, or one model of it, that is left alone for a while.
 *
 * @param model empty when it is the whole provider
 * @param settingsVersion the settings under which a model failed; other settings end its cooldown
 */
public record Cooldown(
    Provider provider,
    Optional<String> model,
    Instant until,
    OutcomeClass outcome,
    String reason,
    long settingsVersion) {

  /** Whether this one, of the same provider and model, stands against longer than that one. */
  boolean outlasts(Cooldown other) {
    return model.isPresent() && settingsVersion != other.settingsVersion
        ? settingsVersion > other.settingsVersion
        : until.isAfter(other.until);
  }

  boolean concerns(Provider asked, String askedModel, long version, Instant now) {
    return provider.equals(asked)
        && now.isBefore(until)
        && model
            .map(cooling -> cooling.equals(askedModel) && settingsVersion == version)
            .orElse(true);
  }
}
