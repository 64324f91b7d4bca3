package dev.ziggurat.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.ziggurat.provider.KeyedProviders;
import dev.ziggurat.provider.RawServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that are slow, idle, many, or wrong: what they get, and that nobody else notices. */
@QuarkusTest
@TestProfile(KeyedProviders.class)
class RequestLimitsTest {

  private static final int PATIENCE_MILLIS = 20_000;
  private static final String CHAT =
      "{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":\"Ready.\"}}],"
          + "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}";
  private static final String BODY =
      "{\"messages\": [{\"role\": \"user\", \"content\": \"how high?\"}]}";

  RawServer server;

  @Inject ManagementPort managementPort;

  private final List<LogRecord> errors = new CopyOnWriteArrayList<>();
  private final Handler listener =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          var isError = record.getLevel().intValue() >= Level.SEVERE.intValue();
          if ((isError || record.getThrown() != null)
              && !record.getLoggerName().endsWith(".Ledger")) {
            errors.add(record);
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  /** The limits of connections hold from the first request on. */
  @BeforeEach
  void begin() {
    given().get("/q/health/live").then().statusCode(200);
    Logger.getLogger("").addHandler(listener);
  }

  @AfterEach
  void end() {
    Logger.getLogger("").removeHandler(listener);
    assertThat(errors)
        .as("a caller's mistake is no error of ours")
        .extracting(record -> record.getLoggerName() + ": " + record.getMessage())
        .isEmpty();
  }

  private static Socket connect() throws IOException {
    return connect(InetAddress.getLoopbackAddress());
  }

  private static Socket connect(InetAddress from) throws IOException {
    var socket = new Socket();
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), RestAssured.port));
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** What the server sent until it closed the connection. */
  private static String readToEnd(Socket socket) throws IOException {
    var text = new StringBuilder();
    try {
      var in = socket.getInputStream();
      for (var next = in.read(); next >= 0; next = in.read()) {
        text.append((char) next);
      }
    } catch (SocketException reset) {
      // Closed all the same.
    }
    return text.toString();
  }

  @Test
  void headThatTakesTooLongIsCutOffHoweverItDrips() throws Exception {
    try (var socket = connect()) {
      write(socket, "GET /q/health/live HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
      var begun = Instant.now();
      assertThatCode(
              () -> {
                while (Duration.between(begun, Instant.now()).toMillis() < PATIENCE_MILLIS) {
                  write(socket, "x");
                  Thread.sleep(50);
                }
              })
          .isInstanceOf(IOException.class);
      assertThat(Duration.between(begun, Instant.now()))
          .isGreaterThan(KeyedProviders.HEADER_LIMIT.minusMillis(100));
    }
  }

  /** Both at once, because each lasts as long as a connection may be idle. */
  @Test
  void idleConnectionIsClosed() throws Exception {
    try (var unused = connect();
        var used = connect()) {
      write(used, "GET /q/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(readToEnd(used)).startsWith("HTTP/1.1 200");
      assertThat(readToEnd(unused)).isEmpty();
    }
  }

  @Test
  void connectionOfACallInProgressStaysOpen() throws Exception {
    server.handleWith(
        exchange -> {
          try {
            Thread.sleep(KeyedProviders.IDLE_LIMIT.plusMillis(600));
          } catch (InterruptedException stopped) {
            throw new IOException(stopped);
          }
          exchange.answer(200, Map.of("content-type", "application/json"), CHAT);
        });
    try (var socket = connect()) {
      write(socket, chat("Connection: close\r\nContent-Length: " + BODY.length(), BODY));
      assertThat(readToEnd(socket)).startsWith("HTTP/1.1 200").contains("Ready.");
    }
  }

  private static String chat(String length, String body) {
    return """
    POST /v1/chat/completions HTTP/1.1\r
    Host: localhost\r
    Authorization: Bearer dev-admin\r
    Content-Type: application/json\r
    %s\r
    \r
    %s"""
        .formatted(length, body);
  }

  private record SlowBody(String path, String length, String format) {}

  /** All at once, because each lasts as long as a body may take. */
  @Test
  void slowBodiesAreAnswered408() throws Exception {
    var bodies =
        List.of(
            new SlowBody("/v1/chat/completions", "Content-Length: 900", "invalid_request_error"),
            new SlowBody(
                "/v1/chat/completions", "Transfer-Encoding: chunked", "invalid_request_error"),
            new SlowBody("/v1/chat/completions", "Content-Length: 900000", "invalid_request_error"),
            new SlowBody("/v1/messages", "Content-Length: 900", "\"type\":\"error\""),
            new SlowBody("/api/admin/keys", "Content-Length: 900", "Request Timeout"),
            new SlowBody("/api/admin/keys", "Content-Length: 900000", "Request Timeout"));
    var sockets = new ArrayList<Socket>();
    try {
      for (var body : bodies) {
        var socket = connect();
        sockets.add(socket);
        var begun = body.length.endsWith("000") ? "{" + " ".repeat(500_000) : "1\r\n{\r\n";
        write(socket, chat(body.length, begun).replace("/v1/chat/completions", body.path));
      }
      for (var i = 0; i < bodies.size(); i++) {
        assertThat(readToEnd(sockets.get(i)))
            .as(bodies.get(i).toString())
            .startsWith("HTTP/1.1 408 ")
            .contains("The body did not arrive within", bodies.get(i).format);
      }
    } finally {
      for (var socket : sockets) {
        socket.close();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/chat/completions, invalid_request_error",
    "/v1/messages, request_too_large",
    "/api/admin/keys, success"
  })
  void tooLargeChunkedBodyIsAnswered413(String path, String format) throws Exception {
    try (var socket = connect()) {
      write(socket, chat("Transfer-Encoding: chunked", "").replace("/v1/chat/completions", path));
      var chunk = "10000\r\n" + " ".repeat(65_536) + "\r\n";
      try {
        for (var i = 0; i < 144; i++) {
          write(socket, chunk);
        }
      } catch (SocketException closed) {
        // It does not read the rest.
      }
      assertThat(readToEnd(socket))
          .startsWith("HTTP/1.1 413 ")
          .contains("must not be longer than", format);
    }
  }

  @Test
  void missingHostIsAnswered400() throws Exception {
    try (var socket = connect()) {
      write(socket, "GET /api/games HTTP/1.1\r\n\r\n");
      assertThat(readToEnd(socket)).startsWith("HTTP/1.1 400 ").contains("Host is missing");
    }
  }

  @Test
  void bothLengthAndChunksAreAnsweredAndThenClosed() throws Exception {
    try (var socket = connect()) {
      var chunked = Integer.toHexString(BODY.length()) + "\r\n" + BODY + "\r\n0\r\n\r\n";
      write(socket, chat("Content-Length: 4\r\nTransfer-Encoding: chunked", chunked));
      var begun = Instant.now();
      assertThat(readToEnd(socket)).startsWith("HTTP/1.1 400 ");
      assertThat(Duration.between(begun, Instant.now())).isLessThan(KeyedProviders.IDLE_LIMIT);
    }
  }

  @Test
  void oneAddressHasAShareAndTheManagementPortAlwaysAnswers() throws Exception {
    var taken = new ArrayList<Closeable>();
    try {
      for (var i = 0; i < KeyedProviders.CONNECTIONS + 10; i++) {
        taken.add(connect());
      }
      try (var refused = connect()) {
        write(refused, "GET /q/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(readToEnd(refused)).isEmpty();
      }
      try (var other = connect(InetAddress.getByName("127.0.0.2"))) {
        write(other, "GET /q/health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(readToEnd(other)).startsWith("HTTP/1.1 200");
      }
      given()
          .port(managementPort.port().orElseThrow())
          .get("/q/health/live")
          .then()
          .statusCode(200);
    } finally {
      for (var socket : taken) {
        socket.close();
      }
    }
    Awaitility.await()
        .atMost(Duration.ofMillis(PATIENCE_MILLIS))
        .untilAsserted(() -> given().get("/q/health/live").then().statusCode(200));
  }

  @Test
  void managementPortServesHealthAndMetricsOnly() {
    var port = managementPort.port().orElseThrow();

    given().port(port).get("/q/health/ready").then().statusCode(200);
    given()
        .port(port)
        .header("Authorization", "Bearer dev-viewer")
        .get("/q/metrics")
        .then()
        .statusCode(200);
    given().port(port).get("/v1/models").then().statusCode(404);
  }
}
