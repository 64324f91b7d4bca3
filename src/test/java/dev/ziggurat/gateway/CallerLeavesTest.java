package dev.ziggurat.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.Arena;
import dev.ziggurat.provider.KeyedProviders;
import dev.ziggurat.provider.RawServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A caller that goes away ends the call, in every mode and phase. */
@QuarkusTest
@TestProfile(KeyedProviders.class)
class CallerLeavesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Map<String, String> JSON = Map.of("content-type", "application/json");
  private static final String CHAT =
      "{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":\"Ready.\"}}]}";
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
  private static final String ROLE =
      "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"}}]}\n\n";

  RawServer server;

  @Inject Arena arena;

  private final String tag = UUID.randomUUID().toString();

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noProviderIsAskedAnyMore(boolean stream) throws Exception {
    server.handleWith(_ -> {});

    try (var _ = ask(stream)) {
      assertThat(server.requests().poll(20, TimeUnit.SECONDS)).isNotNull();
    }

    assertThat(server.closed().poll(20, TimeUnit.SECONDS)).isNotNull();
    assertThat(attempts()).containsExactly("wandb CANCELLED true");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void streamThatHasNoContentYetIsCancelled() throws Exception {
    var began = new CountDownLatch(1);
    server.handleWith(
        exchange -> {
          exchange.write(HEAD + Integer.toHexString(ROLE.length()) + "\r\n" + ROLE + "\r\n");
          began.countDown();
        });

    try (var _ = ask(true)) {
      assertThat(began.await(20, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(server.closed().poll(20, TimeUnit.SECONDS)).isNotNull();
    assertThat(attempts()).containsExactly("wandb CANCELLED true");
  }

  @Test
  void wholeAnswerThatHasBegunIsCancelled() throws Exception {
    var began = new CountDownLatch(1);
    server.handleWith(
        exchange -> {
          exchange.write("HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{");
          began.countDown();
        });

    try (var _ = ask(false)) {
      assertThat(began.await(20, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(server.closed().poll(20, TimeUnit.SECONDS)).isNotNull();
    assertThat(attempts()).containsExactly("wandb CANCELLED true");
  }

  @Test
  void nothingIsRetried() throws Exception {
    var left = new CountDownLatch(1);
    server.handleWith(
        exchange -> {
          try {
            left.await(20, TimeUnit.SECONDS);
          } catch (InterruptedException stopped) {
            throw new IOException(stopped);
          }
          exchange.answer(503, JSON, "{\"error\":{\"message\":\"overloaded\"}}");
        });

    try (var _ = ask(false)) {
      assertThat(server.requests().poll(20, TimeUnit.SECONDS)).isNotNull();
    }
    left.countDown();

    assertThat(attempts()).hasSize(1);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void callsOfOthersAreAnswered() throws Exception {
    noProviderIsAskedAnyMore(false);
    server.answers(200, JSON, CHAT);

    assertThat(whole().getString("choices[0].message.content")).isEqualTo("Ready.");
  }

  /** Not about callers, but the path of a call is told here: a server that leaves is told too. */
  @Test
  void repeatOnANewConnectionIsRecorded() {
    var used = ConcurrentHashMap.<Socket>newKeySet();
    server.handleWith(
        exchange -> {
          if (used.add(exchange.socket())) {
            exchange.answer(200, JSON, CHAT);
          } else {
            exchange.close();
          }
        });
    whole();

    assertThat(whole().getString("ziggurat.path[0].reason"))
        .isEqualTo("repeated once, because the server had closed the idle connection: answered");
  }

  private io.restassured.path.json.JsonPath whole() {
    return given()
        .header("Authorization", "Bearer dev-admin")
        .header("X-Ziggurat-Explain", "true")
        .contentType(ContentType.JSON)
        .body(body(false))
        .post("/v1/chat/completions")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  /** Provider, outcome, and whether it is counted at most, of each attempt, in order. */
  private List<String> attempts() {
    var sql =
        "select provider || ' ' || outcome || ' ' || (at_most_nano > cost_nano)"
            + " from attempt where tags->>'left' = ? order by ordinal";
    return Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> arena.rows(sql, tag), rows -> !rows.isEmpty());
  }

  private static String body(boolean stream) {
    return "{\"stream\": %s, \"messages\": [{\"role\": \"user\", \"content\": \"how high?\"}]}"
        .formatted(stream);
  }

  private Socket ask(boolean stream) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
    var body = body(stream);
    socket
        .getOutputStream()
        .write(
            """
            POST /v1/chat/completions HTTP/1.1\r
            Host: localhost\r
            Authorization: Bearer dev-admin\r
            Content-Type: application/json\r
            X-Ziggurat-Tags: left=%s\r
            Content-Length: %d\r
            \r
            %s"""
                .formatted(tag, body.length(), body)
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }
}
