package dev.ziggurat.litellm;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderDefinition;
import dev.ziggurat.provider.Endpoint;
import dev.ziggurat.provider.Endpoints;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Maps base URLs to the providers that are configured here. */
@Singleton
class KnownAddresses {

  private final Function<ProviderDefinition, Optional<Endpoint>> endpoints;
  private final ProviderNames names;

  @Inject
  KnownAddresses(Endpoints endpoints, ProviderNames names) {
    this(endpoints::find, names);
  }

  KnownAddresses(Function<ProviderDefinition, Optional<Endpoint>> endpoints, ProviderNames names) {
    this.endpoints = endpoints;
    this.names = names;
  }

  /** The provider whose base URL has the same host: the configured one, else the default. */
  Optional<Provider> providerAt(String address) {
    return host(address)
        .flatMap(
            host ->
                names.providers().definitions().stream()
                    .filter(definition -> host(base(definition)).filter(host::equals).isPresent())
                    .map(ProviderDefinition::provider)
                    .findFirst());
  }

  private String base(ProviderDefinition definition) {
    return endpoints
        .apply(definition)
        .filter(endpoint -> !endpoint.simulated())
        .map(Endpoint::base)
        .map(URI::toString)
        .orElseGet(() -> definition.access().base());
  }

  private static Optional<String> host(String address) {
    try {
      return Optional.ofNullable(URI.create(address).getHost())
          .map(host -> host.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
