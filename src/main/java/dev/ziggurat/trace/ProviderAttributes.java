package dev.ziggurat.trace;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderDefinition;
import dev.ziggurat.provider.Endpoints;
import dev.ziggurat.settings.Settings;
import io.opentelemetry.api.trace.Span;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;

/** What spans say of a provider. */
@Singleton
class ProviderAttributes {

  private static final int HTTP = 80;
  private static final int HTTPS = 443;

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

  /** Adds the host and port it is asked at, if it can be asked. */
  void addServer(Span span, Provider provider) {
    definition(provider)
        .flatMap(endpoints::find)
        .ifPresent(
            endpoint -> {
              span.setAttribute(GenAi.SERVER, endpoint.base().getHost());
              span.setAttribute(GenAi.PORT, port(endpoint.base()));
            });
  }

  private static long port(URI base) {
    return base.getPort() > 0
        ? base.getPort()
        : "http".equalsIgnoreCase(base.getScheme()) ? HTTP : HTTPS;
  }

  private Optional<ProviderDefinition> definition(Provider provider) {
    return settings.knownProviders().find(provider);
  }
}
