package dev.ziggurat.litellm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.Providers;
import dev.ziggurat.provider.Endpoint;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KnownAddressesTest {

  private static final URI PROXY = URI.create("https://proxy.example/v1");

  private final KnownAddresses addresses =
      new KnownAddresses(
          definition ->
              Optional.of(new Endpoint(definition.provider(), PROXY, "key-of-a-test", false))
                  .filter(endpoint -> endpoint.provider().equals(Provider.OPENAI)),
          new ProviderNames(Providers.builtIn()));

  /** The default address would be silently replaced by the configured one. */
  @Test
  void onlyTheAddressInForceIsTheProviders() {
    assertThat(addresses.providerAt("https://proxy.example/v1")).contains(Provider.OPENAI);
    assertThat(addresses.providerAt("https://api.openai.com/v1")).isEmpty();
    assertThat(addresses.providerAt("https://API.groq.com/openai/v1")).contains(Provider.GROQ);
    assertThat(addresses.providerAt("not an address")).isEmpty();
  }
}
