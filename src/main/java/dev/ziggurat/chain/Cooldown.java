package dev.ziggurat.chain;

import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.Provider;
import java.time.Instant;
import java.util.Optional;

/**
 * The time until which a provider, or one model of it, is skipped.
 *
 * @param endpointId the provider's address and key when it was started, as {@link
 *     dev.ziggurat.llm.ChatProvider#endpointId}; other ones end the cooldown
 * @param model empty for the whole provider
 * @param until when the cooldown ends
 * @param outcome the class of the failure that started it
 * @param reason the message of that failure
 * @param settingsVersion the version of the settings when it was started; a new version ends the
 *     cooldown of a model
 */
public record Cooldown(
    Provider provider,
    String endpointId,
    Optional<String> model,
    Instant until,
    OutcomeClass outcome,
    String reason,
    long settingsVersion) {

  /**
   * Whether this cooldown stays when the other one of the same provider and model is started after
   * it: it ends later, or was started under newer settings, at the same address with the same key.
   */
  boolean outlasts(Cooldown other) {
    if (!endpointId.equals(other.endpointId)) {
      return false;
    }
    return model.isPresent() && settingsVersion != other.settingsVersion
        ? settingsVersion > other.settingsVersion
        : until.isAfter(other.until);
  }

  /** Whether the cooldown applies now to this model of this provider at this endpoint. */
  boolean appliesTo(
      Provider asked, String askedEndpoint, String askedModel, long version, Instant now) {
    return provider.equals(asked)
        && endpointId.equals(askedEndpoint)
        && now.isBefore(until)
        && model
            .map(cooling -> cooling.equals(askedModel) && settingsVersion == version)
            .orElse(true);
  }
}
