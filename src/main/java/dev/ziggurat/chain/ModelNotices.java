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
 * What is worth knowing of the models in use: which are shut down and who answers in their place,
 * which providers are simulated, which lack a key. It calls neither a provider nor the database,
 * and creates no REST client.
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

  /** One sentence for each model of environment and defaults that is shut down or unknown. */
  public List<String> warnings() {
    var names =
        settings.knownProviders().definitions().stream()
            .map(
                definition ->
                    settings.environment(definition.provider()).orElseGet(definition::defaultModel))
            .toList();
    return catalogue.warnings(names, LocalDate.ofInstant(time.instant(), ZoneOffset.UTC));
  }

  /** Ids of the simulated providers, comma-separated; empty if there are none. */
  public String simulated() {
    return ids(definition -> endpoints.find(definition).filter(Endpoint::simulated).isPresent());
  }

  /** Ids of the providers without a key that are not simulated, comma-separated; may be empty. */
  public String withoutKey() {
    return ids(definition -> endpoints.find(definition).isEmpty());
  }

  private String ids(Predicate<ProviderDefinition> which) {
    return settings.knownProviders().definitions().stream()
        .filter(which)
        .map(ProviderDefinition::id)
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
