package dev.ziggurat.settings;

import dev.ziggurat.llm.Provider;
import java.util.Map;
import java.util.Optional;

/** The admin's choices as they stood at one version. */
public record SettingsView(long version, Map<Provider, Choice> choices) {

  public SettingsView {
    choices = Map.copyOf(choices);
  }

  /** What the admin chose for one provider. */
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
