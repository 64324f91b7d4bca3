package dev.ziggurat.chain;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.settings.Settings;
import dev.ziggurat.settings.SettingsView;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which model a provider is asked for: the admin's choice, else the environment's, else the
 * provider's default; the first that the provider serves.
 */
@Singleton
public class ModelChoice {

  private final Settings settings;
  private final Catalogue catalogue;

  ModelChoice(Settings settings, Catalogue catalogue) {
    this.settings = settings;
    this.catalogue = catalogue;
  }

  /** The provider's model under these settings. */
  public Optional<Offer> of(Provider provider, SettingsView view) {
    return catalogue.offer(provider, names(provider, view));
  }

  /** The names that are looked at, best first. */
  public List<String> names(Provider provider, SettingsView view) {
    var names = new ArrayList<>(settings.candidates(view, provider));
    names.add(catalogue.defaultModel(provider));
    return names;
  }
}
