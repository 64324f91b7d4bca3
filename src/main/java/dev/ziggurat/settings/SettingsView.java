package dev.ziggurat.settings;

import dev.ziggurat.llm.Provider;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The admin's choices as they stood at one version.
 *
 * @param changedAt when this version came to be
 * @param changedBy who made it; {@code installation} for the first
 */
public record SettingsView(
    long version, Instant changedAt, String changedBy, Map<Provider, Choice> choices) {

  public SettingsView {
    choices = Map.copyOf(choices);
  }

  /**
   * What the admin chose for one provider.
   *
   * @param model empty leaves the choice to environment and catalogue
   */
  public record Choice(Optional<String> model, boolean enabled) {}

  /** Whether the admin lets the chain ask this provider. */
  public boolean enabled(Provider provider) {
    return choices.get(provider).enabled();
  }

  /** The admin's model for this provider. */
  public Optional<String> model(Provider provider) {
    return choices.get(provider).model();
  }
}
