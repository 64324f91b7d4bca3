package dev.ziggurat.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.ziggurat.http.OutgoingFailure.Kind;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where requests are sent to, and what is accepted as an answer. */
class OutgoingClientTest {

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/");
          var bytes = "0123456789".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(
              exchange.getRequestURI().getPath().equals("/moved") ? 302 : 200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private OutgoingAnswer send(boolean privateAddresses, String url, int most)
      throws OutgoingFailure {
    try (var client = new OutgoingClient(vertx, privateAddresses)) {
      return client.send(
          new OutgoingRequest(
              "GET",
              URI.create(url),
              Map.of(),
              new byte[0],
              Duration.ofSeconds(5),
              Duration.ofSeconds(20),
              most));
    }
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private void fails(Kind kind, boolean privateAddresses, String url, int most) {
    assertThatThrownBy(() -> send(privateAddresses, url, most))
        .isInstanceOfSatisfying(
            OutgoingFailure.class, failed -> assertThat(failed.kind()).isEqualTo(kind));
  }

  @Test
  void answersOfAnyStatusAreGiven() throws OutgoingFailure {
    assertThat(send(true, url("/"), 10).body()).hasSize(10);
    assertThat(send(true, url("/moved"), 10).status()).as("not followed").isEqualTo(302);
    assertThat(asked).hasValue(2);
  }

  @Test
  void answersAreBounded() {
    fails(Kind.TOO_LONG, true, url("/"), 9);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aConnectionThatEndsAfterTheRequestWasReadIsNotUnreachable(boolean reset) throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (var accepted = socket.accept()) {
                  accepted.getInputStream().read(new byte[4_096]);
                  if (reset) {
                    accepted.setSoLinger(true, 0);
                  }
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      fails(Kind.CLOSED, true, "http://127.0.0.1:" + socket.getLocalPort() + "/", 10);
    }
  }

  @Test
  void whereNobodyListensIsUnreachable() {
    fails(Kind.UNREACHABLE, true, "http://127.0.0.1:1/", 10);
    fails(Kind.UNREACHABLE, true, "http://no-such-host.invalid/", 10);
  }

  @Test
  void withoutTlsNothingIsSentUnlessAllowed() {
    fails(Kind.NOT_SECURE, false, url("/"), 10);
    assertThat(asked).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1/", "https://localhost/", "https://10.0.0.1/",
        "https://169.254.169.254/latest/meta-data", "https://[::1]/", "https://0.0.0.0/"
      })
  void privateAddressesAreRefusedUnlessAllowed(String url) {
    fails(Kind.NOT_PUBLIC, false, url, 10);
  }
}
