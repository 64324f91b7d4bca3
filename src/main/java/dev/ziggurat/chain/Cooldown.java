package dev.ziggurat.chain;

import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.Provider;
import java.time.Instant;
import java.util.Optional;

/**
 * The time until which a provider, or one model of it, is skipped.
 *
 * @param model empty for the whole provider
 * @param until when the cooldown ends
 * @param outcome the class of the failure that started it
 * @param reason the message of that failure
 * @param settingsVersion the version of the settings when it was started; a new version ends the
 *     cooldown of a model
 */
public record Cooldown(
    Provider provider,
    Optional<String> model,
    Instant until,
    OutcomeClass outcome,
    String reason,
    long settingsVersion) {

  /**
   * Whether this cooldown replaces the other one of the same provider and model: it ends later, or
   * was started under newer settings.
   */
  boolean outlasts(Cooldown other) {
    return model.isPresent() && settingsVersion != other.settingsVersion
        ? settingsVersion > other.settingsVersion
        : until.isAfter(other.until);
  }

  /** Whether the cooldown applies now to this model of this provider. */
  boolean appliesTo(Provider asked, String askedModel, long version, Instant now) {
    return provider.equals(asked)
        && now.isBefore(until)
        && model
            .map(cooling -> cooling.equals(askedModel) && settingsVersion == version)
            .orElse(true);
  }
}
