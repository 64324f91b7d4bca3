package dev.ziggurat.chain;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.llm.ProviderDefinition;
import dev.ziggurat.provider.Endpoint;
import dev.ziggurat.provider.Endpoints;
import dev.ziggurat.settings.Settings;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Notices about the configured models for start-up log and health check: models that are shut down
 * or unknown, simulated providers, providers without a key. Calls neither a provider nor the
 * database, and creates no REST client.
 */
@Singleton
public class ModelNotices {

  private final Catalogue catalogue;
  private final Settings settings;
  private final Endpoints endpoints;
  private final InstantSource time;

  ModelNotices(Catalogue catalogue, Settings settings, Endpoints endpoints, InstantSource time) {
    this.catalogue = catalogue;
    this.settings = settings;
    this.endpoints = endpoints;
    this.time = time;
  }

  /** One warning for each model of environment and defaults that is shut down or unknown. */
  public List<String> warnings() {
    var names =
        settings.knownProviders().definitions().stream()
            .map(
                definition ->
                    settings.environment(definition.provider()).orElseGet(definition::defaultModel))
            .toList();
    return catalogue.warnings(names, LocalDate.ofInstant(time.instant(), ZoneOffset.UTC));
  }

  /** The ids of simulated providers, separated by commas; empty if there are none. */
  public String simulated() {
    return ids(definition -> endpoints.find(definition).filter(Endpoint::simulated).isPresent());
  }

  /**
   * The ids of providers that have neither a key nor a simulator, separated by commas; empty if
   * there are none.
   */
  public String withoutKey() {
    return ids(definition -> endpoints.find(definition).isEmpty());
  }

  /** Whether no provider can be asked: none has a key or a simulator. */
  public boolean nobodyCanBeAsked() {
    return settings.knownProviders().definitions().stream()
        .allMatch(definition -> endpoints.find(definition).isEmpty());
  }

  private String ids(Predicate<ProviderDefinition> which) {
    return settings.knownProviders().definitions().stream()
        .filter(which)
        .map(ProviderDefinition::id)
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
