package dev.ziggurat;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.llm.ChatProvider;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.settings.Settings;
import io.quarkus.arc.All;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Says once at start what is worth knowing about the models in use: which are shut down and who
 * answers in their place, and which providers are simulated. It asks the environment and the
 * catalogue only, never the database.
 */
@Singleton
class ModelsAtStart {

  private final Catalogue catalogue;
  private final Settings settings;
  private final List<ChatProvider> providers;
  private final InstantSource time;

  ModelsAtStart(
      Catalogue catalogue,
      Settings settings,
      @All List<ChatProvider> providers,
      InstantSource time) {
    this.catalogue = catalogue;
    this.settings = settings;
    this.providers = providers;
    this.time = time;
  }

  void tell(@Observes StartupEvent start) {
    var names =
        Arrays.stream(Provider.values())
            .map(
                provider ->
                    settings
                        .environment(provider)
                        .orElseGet(() -> catalogue.defaultModel(provider)))
            .toList();
    catalogue
        .warnings(names, LocalDate.ofInstant(time.instant(), ZoneOffset.UTC))
        .forEach(Log::warn);
    var simulated =
        providers.stream()
            .filter(ChatProvider::simulated)
            .map(provider -> provider.provider().id())
            .sorted()
            .collect(Collectors.joining(", "));
    if (!simulated.isEmpty()) {
      Log.infof(
          "Simulated providers (no call leaves this machine, nothing is billed): %s", simulated);
    }
  }
}
