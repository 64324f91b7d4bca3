package dev.ziggurat.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.provider.KeyedProviders;
import dev.ziggurat.provider.RawServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Streams whose callers do not keep up with the provider. */
@QuarkusTest
@TestProfile(KeyedProviders.class)
class SlowCallerTest {

  private static final int DELTAS = 12_000;
  private static final int DELTA_BYTES = 4_096;
  private static final String CONTENT = "x".repeat(DELTA_BYTES);
  private static final String DELTA =
      event("[{\"index\":0,\"delta\":{\"content\":\"%s\"},\"finish_reason\":null}]");
  private static final String END =
      event("[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]");
  private static final String REQUEST =
      """
      {"stream": true, "messages": [{"role": "user", "content": "how high is the tower?"}]}""";
  private static final Pattern NUMBER = Pattern.compile("\"content\":\"(\\d+)x");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  RawServer server;

  private static String event(String choices) {
    return "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"model\":\"m\",\"choices\":%s}\n\n"
        .formatted(choices);
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  private AtomicInteger playsManyDeltas() {
    return playsManyDeltas(new CountDownLatch(0));
  }

  private AtomicInteger playsManyDeltas(CountDownLatch begin) {
    var sent = new AtomicInteger();
    server.handleWith(
        exchange -> {
          await(begin);
          exchange.write(
              "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
          while (sent.get() < DELTAS) {
            exchange.write(chunk(DELTA.formatted(sent.incrementAndGet() + CONTENT)));
          }
          exchange.write(chunk(END) + chunk("data: [DONE]\n\n") + "0\r\n\r\n");
        });
    return sent;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Socket ask() throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(65_536);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), RestAssured.port));
    socket
        .getOutputStream()
        .write(
            """
            POST /v1/chat/completions HTTP/1.1\r
            Host: localhost\r
            Authorization: Bearer dev-admin\r
            Content-Type: application/json\r
            Content-Length: %d\r
            Connection: close\r
            \r
            %s"""
                .formatted(REQUEST.length(), REQUEST)
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static void awaitStandstill(AtomicInteger sent) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(
            new Callable<Boolean>() {
              private int before;

              @Override
              public Boolean call() {
                var now = sent.get();
                var still = now > 0 && now == before;
                before = now;
                return still;
              }
            });
  }

  @Test
  void aCallerThatReadsSlowlySlowsTheProviderDownAndMissesNothing() throws Exception {
    var sent = playsManyDeltas();
    try (var socket = ask()) {
      awaitStandstill(sent);
      // What the sockets between the two hold, and no more.
      assertThat(sent.get()).isLessThan(DELTAS / 2);

      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 200").contains("data: [DONE]");
      assertThat(NUMBER.matcher(answer).results().map(found -> Integer.parseInt(found.group(1))))
          .containsExactlyElementsOf(IntStream.rangeClosed(1, DELTAS).boxed().toList());
    }
  }

  @Test
  void aCallerThatLeavesWhileItReadsNothingEndsTheProvidersCall() throws Exception {
    var sent = playsManyDeltas();
    try (var socket = ask()) {
      readSome(socket.getInputStream());
      awaitStandstill(sent);
    }
    assertThat(server.closed().poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
    assertThat(sent.get()).isLessThan(DELTAS);
  }

  @Test
  void aCallerThatLeavesBeforeTheFirstContentEndsTheProvidersCallToo() throws Exception {
    var left = new CountDownLatch(1);
    var sent = playsManyDeltas(left);
    try (var _ = ask()) {
      assertThat(server.requests().poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
    }
    left.countDown();
    assertThat(server.closed().poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
    assertThat(sent.get()).isLessThan(DELTAS);
  }

  @Test
  @Tag("full")
  void aCallerThatTakesNothingForTooLongIsGone() throws Exception {
    var sent = playsManyDeltas();
    try (var _ = ask()) {
      awaitStandstill(sent);
      assertThat(server.closed().poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
    }
    assertThat(sent.get()).isLessThan(DELTAS);
  }

  private static void readSome(InputStream in) throws IOException {
    assertThat(in.readNBytes(DELTA_BYTES)).hasSize(DELTA_BYTES);
  }
}
