package dev.ziggurat.models;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.ModelEntry;
import dev.ziggurat.catalogue.ModelRegistry;
import dev.ziggurat.chain.ModelChoice;
import dev.ziggurat.chain.ProviderState;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.WireFormat;
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
import java.util.stream.Stream;

/** Warnings about providers and models that will make calls fail, now or soon. */
@Singleton
class ModelWarnings {

  /** How long before a model's shutdown the warning starts. */
  private static final int WARNING_DAYS = 90;

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

  /** Warnings about the model chosen for one provider; empty if there are none. */
  Optional<String> ofChoice(ProviderState state, SettingsView view) {
    var warnings = new ArrayList<String>();
    var provider = state.provider();
    unknownModels(state, view).forEach(name -> warnings.add(unknown(name, state)));
    state
        .model()
        .map(chosen -> chosen.offer().model().id())
        .filter(id -> catalogue.prices(provider, id, today()).ofShortPrompts().isEmpty())
        .ifPresent(id -> warnings.add(unpriced(id)));
    state.model().flatMap(chosen -> chosen.offer().warning()).ifPresent(warnings::add);
    state
        .model()
        .flatMap(chosen -> shutdownSoon(provider, chosen.offer().model().id()))
        .ifPresent(warnings::add);
    return Optional.of(String.join("; ", warnings)).filter(text -> !text.isEmpty());
  }

  /** The names chosen for a provider that are ignored, because they are not in the catalogue. */
  List<String> unknownModels(ProviderState state, SettingsView view) {
    var source = state.model().map(ModelChoice.Chosen::source);
    if (source.filter(ModelChoice.Source.ADMIN::equals).isPresent()) {
      return List.of();
    }
    var byEnvironment =
        source.filter(ModelChoice.Source.ENVIRONMENT::equals).isPresent()
            ? Optional.<String>empty()
            : settings.environment(state.provider());
    return Stream.concat(view.model(state.provider()).stream(), byEnvironment.stream()).toList();
  }

  /** All warnings: no usable provider, missing keys, and those about chosen models. */
  List<String> ofAll(
      Map<Provider, ProviderState> states,
      Map<Provider, AiModels.Choice> choices,
      SettingsView view) {
    var warnings = new ArrayList<String>();
    registry.fault().ifPresent(warnings::add);
    noUsableProvider(states, view).ifPresent(warnings::add);
    for (var provider : view.providers().inOrder()) {
      var state = states.get(provider);
      if (view.enabled(provider) && !state.usable()) {
        warnings.add(
            "%s is switched on, but %s: export %s"
                .formatted(
                    provider.id(),
                    state.unusable().orElseThrow(),
                    state.definition().access().keyVariable()));
      }
      if (view.enabled(provider)) {
        choices.get(provider).warning().ifPresent(warnings::add);
      }
    }
    return List.copyOf(warnings);
  }

  private static Optional<String> noUsableProvider(
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
            ? "No enabled provider has a key: every tick will fail until one has"
            : "All providers are switched off: every tick will fail until one is switched on");
  }

  private static String unknown(String name, ProviderState state) {
    var known = "%s is not a known model of %s: it is ignored".formatted(name, state.provider());
    return state.definition().wire() == WireFormat.OPENAI
        ? known + " until it is registered (POST /api/admin/served-models)"
        : known;
  }

  private static String unpriced(String id) {
    return "The price of %s is unknown: so are its costs, and budgets skip it; state it, or 0 if it costs nothing"
        .formatted(id);
  }

  private LocalDate today() {
    return LocalDate.ofInstant(time.instant(), ZoneOffset.UTC);
  }

  private Optional<String> shutdownSoon(Provider provider, String name) {
    var today = today();
    return catalogue.listings().stream()
        .map(listing -> listing.entry())
        .filter(entry -> entry.provider().equals(provider.id()) && hasName(entry, name))
        .filter(entry -> entry.shutDown() != null)
        .filter(entry -> LocalDate.parse(entry.shutDown()).isBefore(today.plusDays(WARNING_DAYS)))
        .findFirst()
        .map(
            entry ->
                "%s shuts %s down on %s: %s will replace it"
                    .formatted(provider.id(), name, entry.shutDown(), entry.successor()));
  }

  private static boolean hasName(ModelEntry entry, String name) {
    return entry.names().anyMatch(name::equals);
  }
}
