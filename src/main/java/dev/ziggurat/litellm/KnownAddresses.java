package dev.ziggurat.litellm;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderDefinition;
import dev.ziggurat.provider.Endpoint;
import dev.ziggurat.provider.Endpoints;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Maps base URLs to the providers that are configured here. */
@Singleton
class KnownAddresses {

  private final Endpoints endpoints;
  private final ProviderNames names;

  KnownAddresses(Endpoints endpoints, ProviderNames names) {
    this.endpoints = endpoints;
    this.names = names;
  }

  /** The provider whose default or configured base URL has the same host. */
  Optional<Provider> providerAt(String address) {
    return host(address)
        .flatMap(
            host ->
                names.providers().definitions().stream()
                    .filter(definition -> hosts(definition).anyMatch(host::equals))
                    .map(ProviderDefinition::provider)
                    .findFirst());
  }

  private Stream<String> hosts(ProviderDefinition definition) {
    var configured =
        endpoints
            .find(definition)
            .filter(endpoint -> !endpoint.simulated())
            .map(Endpoint::base)
            .map(URI::toString);
    return Stream.concat(Stream.of(definition.access().base()), configured.stream())
        .flatMap(address -> host(address).stream());
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
