package dev.ziggurat.models.prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import dev.ziggurat.http.InvalidField;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A price list is fetched within a time and a size, and whatever else comes is refused by name. */
class PriceListClientTest {

  private static final Vertx VERTX = Vertx.vertx();
  private static final int MAX_BYTES = 1_000;

  private HttpServer server;

  private record Limits(Duration limit, boolean privateAddresses) implements PriceSyncConfig {

    @Override
    public int maxBytes() {
      return MAX_BYTES;
    }

    @Override
    public Duration confirmable() {
      return Duration.ofHours(1);
    }
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @AfterAll
  static void close() {
    VERTX.close().toCompletionStage().toCompletableFuture().join();
  }

  private void answers(int status, String body) {
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
  }

  private String fetched(Limits limits) {
    return new PriceListClient(VERTX, limits, JsonMapper.builder().build())
        .fetch("http://127.0.0.1:" + server.getAddress().getPort() + "/prices.json")
        .toString();
  }

  private String fetched() {
    return fetched(new Limits(Duration.ofSeconds(20), true));
  }

  private void isRefused(String reason) {
    assertThatThrownBy(this::fetched).isInstanceOf(InvalidField.class).hasMessage(reason);
  }

  @Test
  void aDocumentIsFetched() {
    answers(200, "{\"models\": []}");
    assertThat(fetched()).isEqualTo("{\"models\":[]}");
  }

  @Test
  void anythingElseIsRefused() {
    answers(302, "{}");
    isRefused("url: answered with status 302");
  }

  @Test
  void whatIsNotJsonIsRefused() {
    answers(200, "<html>");
    isRefused("url: did not answer with a JSON document");
  }

  @Test
  void whatIsTooLongIsRefused() {
    answers(200, '"' + "x".repeat(MAX_BYTES) + '"');
    isRefused("url: the address's answer is too long");
  }

  @Test
  void whoDoesNotAnswerInTimeIsNotWaitedFor() {
    var end = new CountDownLatch(1);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            end.await();
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
          }
        });
    assertThatThrownBy(() -> fetched(new Limits(Duration.ofMillis(100), true)))
        .hasMessage("url: no answer within 100 ms");
    end.countDown();
  }

  @Test
  void privateAddressesAreNotCalled() {
    answers(200, "{}");
    assertThatThrownBy(() -> fetched(new Limits(Duration.ofSeconds(20), false)))
        .hasMessageStartingWith("url: must be an https address");
  }
}
