package dev.ziggurat.chain;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderDefinition;
import dev.ziggurat.settings.Settings;
import dev.ziggurat.settings.SettingsView;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which model a provider is asked for: the admin's choice, else the environment's, else the
 * provider's default. A choice that the provider does not serve is skipped.
 */
@Singleton
public class ModelChoice {

  private final Settings settings;
  private final Catalogue catalogue;

  ModelChoice(Settings settings, Catalogue catalogue) {
    this.settings = settings;
    this.catalogue = catalogue;
  }

  /** Where the choice of a model comes from. */
  public enum Source {
    ADMIN,
    ENVIRONMENT,
    /** The provider's default. */
    DEFAULT;

    /** The name in JSON: {@code admin, environment, default}. */
    @JsonValue
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The model chosen for a provider.
   *
   * @param name the name as it was configured
   * @param offer the model that it resolves to
   */
  public record Chosen(String name, Offer offer, Source source) {}

  /** The provider's model under these settings. */
  public Optional<Offer> of(Provider provider, SettingsView view) {
    return chosen(provider, view).map(Chosen::offer);
  }

  /** The provider's model under these settings, and where the choice comes from. */
  public Optional<Chosen> chosen(Provider provider, SettingsView view) {
    return chosen(provider, view.model(provider), Source.ADMIN)
        .or(() -> chosen(provider, settings.environment(provider), Source.ENVIRONMENT))
        .or(() -> chosen(provider, providerDefault(provider, view), Source.DEFAULT));
  }

  private static Optional<String> providerDefault(Provider provider, SettingsView view) {
    return view.providers().find(provider).map(ProviderDefinition::defaultModel);
  }

  private Optional<Chosen> chosen(Provider provider, Optional<String> name, Source source) {
    return name.flatMap(
        modelName ->
            catalogue
                .offer(provider, List.of(modelName))
                .map(offer -> new Chosen(modelName, offer, source)));
  }
}
