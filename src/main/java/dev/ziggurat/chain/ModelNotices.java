package dev.ziggurat.chain;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.llm.ChatProvider;
import dev.ziggurat.llm.ChatProviders;
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
 * database.
 */
@Singleton
public class ModelNotices {

  private final Catalogue catalogue;
  private final Settings settings;
  private final ChatProviders providers;
  private final InstantSource time;

  ModelNotices(
      Catalogue catalogue, Settings settings, ChatProviders providers, InstantSource time) {
    this.catalogue = catalogue;
    this.settings = settings;
    this.providers = providers;
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
    return ids(ChatProvider::simulated);
  }

  /**
   * The ids of providers that have neither a key nor a simulator, separated by commas; empty if
   * there are none.
   */
  public String withoutKey() {
    return ids(provider -> !provider.usable());
  }

  private String ids(Predicate<ChatProvider> which) {
    return settings.knownProviders().definitions().stream()
        .map(providers::of)
        .filter(which)
        .map(provider -> provider.provider().id())
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
