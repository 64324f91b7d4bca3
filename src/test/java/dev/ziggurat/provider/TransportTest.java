package dev.ziggurat.provider;

import static dev.ziggurat.llm.Provider.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ziggurat.EachProvider;
import dev.ziggurat.llm.ChatMessage;
import dev.ziggurat.llm.ChatProvider;
import dev.ziggurat.llm.ChatRequest;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.llm.ProviderFailure.ConnectionLost;
import dev.ziggurat.llm.ProviderFailure.ServerFailed;
import dev.ziggurat.llm.ProviderFailure.TimedOut;
import dev.ziggurat.llm.Providers;
import dev.ziggurat.llm.UpstreamModel;
import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that fail, hang, are slow, send too much or end too early. */
@QuarkusTest
@TestProfile(KeyedProviders.class)
class TransportTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
  private static final Map<String, String> JSON = Map.of("content-type", "application/json");
  private static final String CHAT =
      "{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":\"Ready.\"}}]}";

  RawServer server;

  @Inject @All List<ChatProvider> providers;

  @ParameterizedTest
  @EachProvider
  void noResponseTimesOutAndClosesTheConnection(Provider provider) throws Exception {
    server.handleWith(_ -> {});

    assertThat(failure(TimedOut.class, provider, SHORT)).hasMessageContaining("300 ms");
    assertThat(server.closed().poll(5, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void missingBodyTimesOutAndClosesTheConnection() throws Exception {
    server.handleWith(exchange -> exchange.write(HEAD));

    failure(TimedOut.class, WANDB, SHORT);
    assertThat(server.closed().poll(5, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void slowBodyTimesOutAndClosesTheConnection() throws Exception {
    var tick = new CountDownLatch(1);
    server.handleWith(
        exchange -> {
          exchange.write(HEAD);
          while (!exchange.socket().isClosed()) {
            exchange.write("1\r\n \r\n");
            pause(tick, 20);
          }
        });

    failure(TimedOut.class, CLAUDE, SHORT);
    assertThat(server.closed().poll(5, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void interruptClosesTheConnection() throws Exception {
    server.handleWith(_ -> {});
    var failed = new CompletableFuture<ProviderFailure>();
    var caller =
        Thread.ofVirtual().start(() -> failed.complete(failure(TimedOut.class, OPENAI, LIMIT)));
    server.requests().take();

    caller.interrupt();

    assertThat(failed.get(5, TimeUnit.SECONDS)).hasMessageContaining("interrupted");
    assertThat(server.closed().poll(5, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void endlessBodyFailsAtTheSizeLimit() throws Exception {
    var written = playsEndlessBody(200);

    assertThat(failure(ConnectionLost.class, WANDB, LIMIT)).hasMessageContaining("65,536 bytes");
    assertThat(server.closed().poll(5, TimeUnit.SECONDS)).isNotNull();
    // The two sockets buffer some bytes beyond the limit.
    assertThat(written.get()).isLessThan(32_000_000);
  }

  @Test
  void endlessErrorBodyIsTruncatedAndClassifiedByStatus() throws Exception {
    playsEndlessBody(500);

    failure(ServerFailed.class, CLAUDE, LIMIT);
    assertThat(server.closed().poll(5, TimeUnit.SECONDS)).isNotNull();
  }

  private AtomicLong playsEndlessBody(int status) {
    var written = new AtomicLong();
    server.handleWith(
        exchange -> {
          exchange.write(HEAD.replace("200", Integer.toString(status)));
          var chunk = "1000\r\n" + " ".repeat(4096) + "\r\n";
          while (written.get() < 1_000_000_000) {
            exchange.write(chunk);
            written.addAndGet(4096);
          }
        });
    return written;
  }

  @Test
  void bodyWithTooLargeContentLengthIsNotRead() throws Exception {
    server.handleWith(
        exchange -> exchange.write("HTTP/1.1 200 OK\r\ncontent-length: 65537\r\n\r\n{"));

    assertThat(failure(ConnectionLost.class, GROQ, LIMIT)).hasMessageContaining("65,536 bytes");
    assertThat(server.closed().poll(5, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void bodyAtTheSizeLimitIsRead() {
    var padding = " ".repeat(KeyedProviders.RESPONSE_BYTES - CHAT.length());
    server.answers(200, JSON, CHAT + padding);

    assertThat(ask(WANDB, LIMIT)).isEqualTo("Ready.");
  }

  @ParameterizedTest
  @EachProvider
  void closeWithoutResponseIsConnectionLost(Provider provider) {
    server.handleWith(RawServer.Exchange::close);

    failure(ConnectionLost.class, provider, LIMIT);
  }

  @Test
  void connectionResetIsConnectionLost() {
    server.handleWith(
        exchange -> {
          exchange.socket().setSoLinger(true, 0);
          exchange.close();
        });

    failure(ConnectionLost.class, WANDB, LIMIT);
  }

  @Test
  void truncatedBodyIsConnectionLost() {
    server.handleWith(
        exchange -> {
          exchange.write(
              "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{");
          exchange.close();
        });

    assertThat(failure(ConnectionLost.class, OPENAI, LIMIT))
        .hasMessageContaining("connection lost: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"choices\":[{\"finish", "{}", "[]", "null", "{\"choices\":7}", "<html>", ""})
  void successWithoutUsableBodyIsConnectionLost(String body) {
    server.answers(200, JSON, body);

    for (var provider : Providers.builtIn().inOrder()) {
      assertThat(failure(ConnectionLost.class, provider, LIMIT).details().message())
          .isNotBlank()
          .hasSizeLessThanOrEqualTo(300);
    }
  }

  @Test
  void htmlPageWithStatus200IsConnectionLost() {
    server.answers(200, Map.of("content-type", "text/html"), "<html><body>Hello</body></html>");

    for (var provider : Providers.builtIn().inOrder()) {
      failure(ConnectionLost.class, provider, LIMIT);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "application/json, UTF-8",
    "application/json;charset=utf-8, UTF-8",
    "application/json;charset=iso-8859-1, ISO-8859-1",
    "application/json;charset=no-such, UTF-8",
    "application/octet-stream, UTF-8",
  })
  void anAnswerIsReadInItsCharset(String contentType, String charset) throws IOException {
    var body = CHAT.replace("Ready.", "Prêt.").getBytes(charset);
    var head =
        "HTTP/1.1 200 OK\r\ncontent-type: %s\r\ncontent-length: %d\r\n\r\n"
            .formatted(contentType, body.length);
    server.handleWith(
        exchange -> {
          exchange.write(head);
          exchange.socket().getOutputStream().write(body);
        });

    assertThat(ask(WANDB, LIMIT)).isEqualTo("Prêt.");
  }

  @Test
  void nonHttpResponseIsConnectionLost() {
    server.handleWith(
        exchange -> {
          exchange.write("SSH-2.0-OpenSSH_9.6\r\n\r\n");
          exchange.close();
        });

    failure(ConnectionLost.class, GROQ, LIMIT);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308})
  void redirectIsNotFollowed(int status) throws Exception {
    server.answers(
        status, Map.of("location", server.address("/elsewhere?token=secret").toString()), "");

    assertThat(failure(ServerFailed.class, WANDB, LIMIT))
        .hasMessageContaining("a redirect to 127.0.0.1 is not followed")
        .hasMessageNotContaining("secret");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void callCancelledWhileWaitingForAConnectionDoesNotLeakIt() throws Exception {
    var answer = new CountDownLatch(1);
    server.handleWith(
        exchange -> {
          pause(answer, 20_000);
          exchange.answer(200, JSON, CHAT);
        });
    var first = new CompletableFuture<String>();
    Thread.ofVirtual().start(() -> first.complete(ask(GROQ, LIMIT)));
    server.requests().take();

    failure(TimedOut.class, GROQ, SHORT);
    answer.countDown();

    assertThat(first.get(5, TimeUnit.SECONDS)).isEqualTo("Ready.");
    assertThat(ask(GROQ, LIMIT)).isEqualTo("Ready.");
  }

  @Test
  void concurrentCallsUpToTheMaximumTickWidthAreSupported() throws Exception {
    var calls = 300;
    var allAreIn = new CountDownLatch(calls);
    server.handleWith(
        exchange -> {
          allAreIn.countDown();
          pause(allAreIn, 20_000);
          exchange.answer(200, JSON, CHAT);
        });

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          threads.invokeAll(Collections.nCopies(calls, () -> ask(WANDB, Duration.ofSeconds(20))));
      for (var answer : answers) {
        assertThat(answer.get()).isEqualTo("Ready.");
      }
    }
  }

  @Test
  void trafficLogsMaskKeys() {
    var seen = new StringBuffer();
    var listener =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            seen.append(record.getMessage()).append(Arrays.toString(record.getParameters()));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    var logger = Logger.getLogger("org.jboss.resteasy.reactive.client.logging");
    logger.setLevel(Level.INFO);
    logger.addHandler(listener);
    try {
      server.answers(200, JSON, CHAT);
      ask(OPENAI, LIMIT);
      server.answers(200, JSON, "{\"content\":[],\"stop_reason\":\"end_turn\"}");
      ask(CLAUDE, LIMIT);
    } finally {
      logger.removeHandler(listener);
      logger.setLevel(null);
    }

    assertThat(seen.toString())
        .contains("/claude/v1/messages", "/openai/v1/chat/completions", "anthropic-version")
        .doesNotContain(KeyedProviders.KEY);
  }

  private static void pause(CountDownLatch until, long millis) {
    try {
      until.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private <T extends ProviderFailure> T failure(Class<T> type, Provider provider, Duration limit) {
    var failure = catchThrowableOfType(type, () -> ask(provider, limit));
    assertThat(failure).as("failure of %s", provider).isNotNull();
    assertThat(failure.provider()).isEqualTo(provider);
    return failure;
  }

  private String ask(Provider provider, Duration limit) {
    return providers.stream()
        .filter(candidate -> candidate.provider().equals(provider))
        .findFirst()
        .orElseThrow()
        .complete(
            ChatRequest.of(List.of(ChatMessage.user("Go.")), 100),
            new UpstreamModel("asked-for", 0, 0, Set.of()),
            limit)
        .text();
  }
}
