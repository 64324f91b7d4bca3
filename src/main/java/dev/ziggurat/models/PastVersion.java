package dev.ziggurat.models;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.settings.PastSettings;
import dev.ziggurat.settings.SettingsChange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A version of the settings, past or current.
 *
 * @param changes the differences from the version before
 */
public record PastVersion(
    long version,
    String changedBy,
    Instant changedAt,
    Map<Provider, PastChoice> providers,
    List<SettingsChange> changes) {

  /** The choice for one provider; the model is null if none was chosen. */
  public record PastChoice(Optional<String> model, boolean enabled) {}

  static PastVersion of(PastSettings past) {
    var settings = past.settings();
    return new PastVersion(
        settings.version(),
        settings.changedBy(),
        settings.changedAt(),
        settings
            .providers()
            .each(provider -> new PastChoice(settings.model(provider), settings.enabled(provider))),
        past.changes());
  }
}
