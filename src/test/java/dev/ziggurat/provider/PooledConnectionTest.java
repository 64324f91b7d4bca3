package dev.ziggurat.provider;

import static dev.ziggurat.llm.Provider.OPENAI;
import static dev.ziggurat.llm.Provider.WANDB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ziggurat.EachProvider;
import dev.ziggurat.llm.ChatMessage;
import dev.ziggurat.llm.ChatProvider;
import dev.ziggurat.llm.ChatRequest;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderFailure.ConnectionLost;
import dev.ziggurat.llm.RepeatListener;
import dev.ziggurat.llm.UpstreamModel;
import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that close connections which wait in our pool. */
@QuarkusTest
@TestProfile(KeyedProviders.class)
class PooledConnectionTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Map<String, String> JSON = Map.of("content-type", "application/json");
  private static final String CHAT =
      "{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":\"Ready.\"}}]}";

  RawServer server;

  @Inject @All List<ChatProvider> providers;

  @ConfigProperty(name = "quarkus.rest-client.connection-ttl")
  int maxIdleMillis;

  private final AtomicInteger repeats = new AtomicInteger();

  /** Idle connections are looked for once a second, and uvicorn closes them after five. */
  @Test
  void idleConnectionsAreClosedBeforeUvicornClosesThem() {
    assertThat(maxIdleMillis + 1_000).isLessThan(5_000);
  }

  @Test
  void noCallIsLostToAnIdleConnection() throws Exception {
    noCallIsLostWithKeepAlive(200);
  }

  @Test
  @Tag("full")
  void noCallIsLostToAConnectionThatIsIdleForLonger() throws Exception {
    noCallIsLostWithKeepAlive(350);
  }

  private void noCallIsLostWithKeepAlive(int keepAliveMillis) throws Exception {
    var threads = 50;
    var callsEach = 1_000 / threads / 2;
    server.answers(200, JSON, CHAT);
    server.closesIdleAfter(Duration.ofMillis(keepAliveMillis));
    Callable<Integer> caller =
        () -> {
          var answered = 0;
          for (var call = 0; call < callsEach; call++) {
            answered += ask(WANDB).equals("Ready.") ? 1 : 0;
            Thread.sleep(keepAliveMillis - 12 + ThreadLocalRandom.current().nextInt(20));
          }
          return answered;
        };

    var answered = 0;
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var result : executor.invokeAll(Collections.nCopies(threads, caller))) {
        answered += result.get();
      }
    }

    assertThat(answered).isEqualTo(threads * callsEach);
  }

  @ParameterizedTest
  @EachProvider({"wandb", "groq", "openai"})
  void requestOnAClosedConnectionIsRepeatedOnceOnANewOne(Provider provider) throws Exception {
    answersOncePerConnection(RawServer.Exchange::close);
    assertThat(ask(provider)).isEqualTo("Ready.");
    repeats.set(0);
    server.requests().clear();

    assertThat(ask(provider)).isEqualTo("Ready.");

    assertThat(server.requests()).hasSize(2);
    assertThat(repeats).hasValue(1);
  }

  @Test
  void repeatIsNotSentOnAnotherIdleConnection() throws Exception {
    var calls = 6;
    var allAreIn = new CountDownLatch(calls);
    var used = ConcurrentHashMap.<Socket>newKeySet();
    server.handleWith(
        exchange -> {
          if (!used.add(exchange.socket())) {
            exchange.close();
            return;
          }
          allAreIn.countDown();
          await(allAreIn);
          exchange.answer(200, JSON, CHAT);
        });
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : executor.invokeAll(Collections.nCopies(calls, () -> ask(WANDB)))) {
        assertThat(answer.get()).isEqualTo("Ready.");
      }
    }
    repeats.set(0);
    server.requests().clear();

    assertThat(ask(WANDB)).isEqualTo("Ready.");

    assertThat(server.requests()).hasSize(2);
    assertThat(repeats).hasValue(1);
  }

  @Test
  void requestIsRepeatedOnlyOnce() throws Exception {
    answersOncePerConnection(RawServer.Exchange::close);
    ask(OPENAI);
    server.handleWith(RawServer.Exchange::close);
    repeats.set(0);

    assertThat(catchThrowableOfType(ConnectionLost.class, () -> ask(OPENAI))).isNotNull();

    assertThat(server.requests()).hasSize(2);
    assertThat(repeats).hasValue(1);
  }

  /** The server may have done all the work, so it is not asked to do it again. */
  @ParameterizedTest
  @ValueSource(strings = {"H", "HTTP/1.1 200 OK\r\ncontent-le"})
  void requestWhoseAnswerHasBegunIsNotRepeated(String begun) throws Exception {
    answersOncePerConnection(
        exchange -> {
          exchange.write(begun);
          exchange.close();
        });
    ask(OPENAI);
    repeats.set(0);
    server.requests().clear();

    assertThat(catchThrowableOfType(ConnectionLost.class, () -> ask(OPENAI))).isNotNull();

    assertThat(server.requests()).hasSize(1);
    assertThat(repeats).hasValue(0);
  }

  /** The first request on a connection is answered, each further one is handled by this. */
  private void answersOncePerConnection(RawServer.Script further) {
    Set<Socket> used = ConcurrentHashMap.newKeySet();
    server.handleWith(
        exchange -> {
          if (used.add(exchange.socket())) {
            exchange.answer(200, JSON, CHAT);
          } else {
            further.run(exchange);
          }
        });
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      throw new IOException(stopped);
    }
  }

  private String ask(Provider provider) {
    RepeatListener listener = repeats::incrementAndGet;
    return ScopedValue.where(RepeatListener.CURRENT, listener)
        .call(
            () ->
                providers.stream()
                    .filter(candidate -> candidate.provider().equals(provider))
                    .findFirst()
                    .orElseThrow()
                    .complete(
                        ChatRequest.of(List.of(ChatMessage.user("Go.")), 100),
                        new UpstreamModel("asked-for", 0, 0, Set.of()),
                        LIMIT)
                    .text());
  }
}
