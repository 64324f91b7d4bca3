package dev.ziggurat.models;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.ModelEntry;
import dev.ziggurat.catalogue.ModelRegistry;
import dev.ziggurat.chain.ModelChoice;
import dev.ziggurat.chain.ProviderState;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.settings.Settings;
import dev.ziggurat.settings.SettingsView;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an operator should know before the agents do. */
@Singleton
class ModelWarnings {

  /** Time enough to choose a successor before a model is shut down. */
  private static final int DAYS_AHEAD = 90;

  private final Catalogue catalogue;
  private final ModelRegistry registry;
  private final Settings settings;
  private final InstantSource time;

  ModelWarnings(
      Catalogue catalogue, ModelRegistry registry, Settings settings, InstantSource time) {
    this.catalogue = catalogue;
    this.registry = registry;
    this.settings = settings;
    this.time = time;
  }

  /** What is wrong with the model chosen for one provider; empty if nothing is. */
  Optional<String> ofChoice(ProviderState state, SettingsView view) {
    var warnings = new ArrayList<String>();
    var provider = state.provider();
    var source = state.model().map(ModelChoice.Chosen::source);
    if (source.filter(ModelChoice.Source.ADMIN::equals).isEmpty()) {
      view.model(provider).ifPresent(name -> warnings.add(unknown(name, provider)));
      if (source.filter(ModelChoice.Source.ENVIRONMENT::equals).isEmpty()) {
        settings.environment(provider).ifPresent(name -> warnings.add(unknown(name, provider)));
      }
    }
    state.model().flatMap(chosen -> chosen.offer().warning()).ifPresent(warnings::add);
    state
        .model()
        .flatMap(chosen -> ending(provider, chosen.offer().model().id()))
        .ifPresent(warnings::add);
    return Optional.of(String.join("; ", warnings)).filter(text -> !text.isEmpty());
  }

  /** What is wrong with all of it: nobody to ask, keys that are missing, choices that are off. */
  List<String> ofAll(
      Map<Provider, ProviderState> states,
      Map<Provider, AiModels.Choice> choices,
      SettingsView view) {
    var warnings = new ArrayList<String>();
    registry.fault().ifPresent(warnings::add);
    nobodyToAsk(states, view).ifPresent(warnings::add);
    for (var provider : view.providers().inOrder()) {
      if (view.enabled(provider) && !states.get(provider).usable()) {
        warnings.add(
            "%s is switched on but has no key: export %s"
                .formatted(
                    provider.id(), states.get(provider).definition().access().keyVariable()));
      }
      if (view.enabled(provider)) {
        choices.get(provider).warning().ifPresent(warnings::add);
      }
    }
    return List.copyOf(warnings);
  }

  private static Optional<String> nobodyToAsk(
      Map<Provider, ProviderState> states, SettingsView view) {
    var usable = false;
    var enabled = false;
    for (var provider : view.providers().inOrder()) {
      enabled |= view.enabled(provider);
      usable |= view.enabled(provider) && states.get(provider).usable();
    }
    if (usable) {
      return Optional.empty();
    }
    return Optional.of(
        enabled
            ? "No provider that is switched on can be asked: every tick will fail until one has a key"
            : "All providers are switched off: every tick will fail until one is switched on");
  }

  private static String unknown(String name, Provider provider) {
    return "%s is no model that %s is known to serve: it is passed over"
        .formatted(name, provider.id());
  }

  private Optional<String> ending(Provider provider, String name) {
    var today = LocalDate.ofInstant(time.instant(), ZoneOffset.UTC);
    return catalogue.listings().stream()
        .map(listing -> listing.entry())
        .filter(entry -> entry.provider().equals(provider.id()) && isCalled(entry, name))
        .filter(entry -> entry.shutDown() != null)
        .filter(entry -> LocalDate.parse(entry.shutDown()).isBefore(today.plusDays(DAYS_AHEAD)))
        .findFirst()
        .map(
            entry ->
                "%s shuts %s down on %s: %s will answer in its place"
                    .formatted(provider.id(), name, entry.shutDown(), entry.successor()));
  }

  private static boolean isCalled(ModelEntry entry, String name) {
    return entry.names().anyMatch(name::equals);
  }
}
