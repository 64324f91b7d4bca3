package dev.ziggurat.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderFailure.ConnectFailed;
import dev.ziggurat.provider.Endpoint;
import dev.ziggurat.provider.KeyedProviders;
import dev.ziggurat.provider.ProviderExchange;
import dev.ziggurat.provider.RawServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.junit.jupiter.api.Test;

/** Failed connects: no request was sent, so that a retry is safe. */
@QuarkusTest
@TestProfile(KeyedProviders.class)
class ConnectTest {

  private static final byte[] REQUEST = "{}".getBytes(StandardCharsets.US_ASCII);

  RawServer server;

  @Inject @RestClient OpenAiClient client;
  @Inject ProviderExchange exchange;

  @Test
  void refusedConnectionIsConnectFailed() throws IOException {
    int port;
    try (var briefly = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = briefly.getLocalPort();
    }
    assertConnectFails("http://127.0.0.1:" + port);
  }

  @Test
  void unknownHostIsConnectFailed() {
    assertConnectFails("http://no-such-host.invalid");
  }

  @Test
  void serverWithoutTlsIsConnectFailed() {
    server.handleWith(exchange -> exchange.write("no tls here"));

    assertConnectFails(server.address("").toString().replace("http:", "https:"));
  }

  private void assertConnectFails(String base) {
    var endpoint = new Endpoint(Provider.OPENAI, URI.create(base), "k", false);

    assertThatThrownBy(
            () ->
                exchange.await(
                    endpoint,
                    client.complete(endpoint.base(), "Bearer k", REQUEST),
                    Duration.ofSeconds(10)))
        .isInstanceOfSatisfying(
            ConnectFailed.class,
            failure -> {
              assertThat(failure.retryable()).isTrue();
              assertThat(failure.details().httpStatus()).isZero();
              assertThat(failure.details().message()).startsWith("cannot connect: ");
            });
  }
}
