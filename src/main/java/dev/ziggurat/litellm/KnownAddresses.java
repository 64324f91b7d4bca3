package dev.ziggurat.litellm;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.provider.Endpoint;
import dev.ziggurat.provider.Endpoints;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Who is asked at an address, as far as it is one that is asked from here. */
@Singleton
class KnownAddresses {

  private final Endpoints endpoints;

  KnownAddresses(Endpoints endpoints) {
    this.endpoints = endpoints;
  }

  /** The provider whose usual or configured address is at the same host. */
  Optional<Provider> providerAt(String address) {
    return host(address)
        .flatMap(
            host ->
                Stream.of(Provider.values())
                    .filter(provider -> hosts(provider).anyMatch(host::equals))
                    .findFirst());
  }

  private Stream<String> hosts(Provider provider) {
    var configured =
        endpoints
            .find(provider)
            .filter(endpoint -> !endpoint.simulated())
            .map(Endpoint::base)
            .map(URI::toString);
    return Stream.concat(Stream.of(Endpoints.usualBase(provider)), configured.stream())
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
