package dev.ziggurat.trace;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderDefinition;
import dev.ziggurat.provider.Endpoints;
import dev.ziggurat.settings.Settings;
import jakarta.inject.Singleton;
import java.util.Optional;

/** What spans say of a provider. */
@Singleton
class ProviderAttributes {

  private final Settings settings;
  private final Endpoints endpoints;

  ProviderAttributes(Settings settings, Endpoints endpoints) {
    this.settings = settings;
    this.endpoints = endpoints;
  }

  /** The provider as the conventions call it; W&amp;B has no name there. */
  String name(Provider provider) {
    return definition(provider).map(ProviderDefinition::vendor).orElse(provider.id());
  }

  /** The host it is asked at, if it can be asked. */
  Optional<String> server(Provider provider) {
    return definition(provider).flatMap(endpoints::find).map(endpoint -> endpoint.base().getHost());
  }

  private Optional<ProviderDefinition> definition(Provider provider) {
    return settings.knownProviders().find(provider);
  }
}
