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
 * What is worth knowing of the models in use: which are shut down and who answers in their place,
 * which providers are simulated, which lack a key. It asks neither a provider nor the database.
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

  /** The providers that the simulator plays, by id; empty for none. */
  public String simulated() {
    return ids(ChatProvider::simulated);
  }

  /** The providers that have no key and are not played, by id; empty for none. */
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
