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

  /** Who chose a model. */
  public enum Source {
    ADMIN,
    ENVIRONMENT,
    /** Nobody: it is the provider's default. */
    DEFAULT;

    /** The name in JSON: {@code admin, environment, default}. */
    @JsonValue
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A model in use.
   *
   * @param name what it is called where it was chosen
   * @param offer what is asked for
   */
  public record Chosen(String name, Offer offer, Source source) {}

  /** The provider's model under these settings. */
  public Optional<Offer> of(Provider provider, SettingsView view) {
    return chosen(provider, view).map(Chosen::offer);
  }

  /** The provider's model under these settings, and who chose it. */
  public Optional<Chosen> chosen(Provider provider, SettingsView view) {
    return chosen(provider, view.model(provider), Source.ADMIN)
        .or(() -> chosen(provider, settings.environment(provider), Source.ENVIRONMENT))
        .or(() -> chosen(provider, usual(provider, view), Source.DEFAULT));
  }

  private static Optional<String> usual(Provider provider, SettingsView view) {
    return view.providers().find(provider).map(ProviderDefinition::defaultModel);
  }

  private Optional<Chosen> chosen(Provider provider, Optional<String> name, Source source) {
    return name.flatMap(
        known ->
            catalogue
                .offer(provider, List.of(known))
                .map(offer -> new Chosen(known, offer, source)));
  }
}
