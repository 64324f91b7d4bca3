package dev.ziggurat.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.llm.ChatMessage;
import dev.ziggurat.llm.ChatProvider;
import dev.ziggurat.llm.ChatProviders;
import dev.ziggurat.llm.ChatRequest;
import dev.ziggurat.llm.Deviations;
import dev.ziggurat.llm.Deviations.AnswerFormat;
import dev.ziggurat.llm.Deviations.MaxTokensField;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderDefinition;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.llm.RepeatListener;
import dev.ziggurat.llm.UpstreamModel;
import dev.ziggurat.llm.WireFormat;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * How many of 1,000 calls are lost to connections that servers close while they are idle: servers
 * that keep them for 1 to 30 s, and a pause around that time before each call. All at once, in a
 * little more than two minutes.
 *
 * <p>No test, so its name keeps it out of the build: {@code ./mvnw -q test
 * -Dtest=KeepAliveBenchmark}. With {@code -Dquarkus.rest-client.connection-ttl=60000} every
 * connection is closed by its server, never by us.
 */
@QuarkusTest
class KeepAliveBenchmark {

  private static final List<Integer> KEEP_ALIVE_SECONDS = List.of(1, 2, 3, 4, 5, 8, 10, 15, 20, 30);
  private static final int CALLERS = 25;
  private static final int CALLS_EACH = 4;

  /** Before and after the moment at which the server closes. */
  private static final int EARLY_MILLIS = 40;

  private static final int LATE_MILLIS = 20;

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String KEY_VARIABLE = "KEEP_ALIVE_API_KEY";
  private static final String CHAT =
      "{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":\"Ready.\"}}]}";

  @Inject ChatProviders providers;

  private final AtomicInteger repeated = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();

  @Test
  @Timeout(300)
  void noCallIsLost() throws Exception {
    System.setProperty(KEY_VARIABLE, "sk-keep-alive");
    var servers = new ArrayList<RawServer>();
    var callers = new ArrayList<Callable<Integer>>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var seconds : KEEP_ALIVE_SECONDS) {
        var server = server(Duration.ofSeconds(seconds));
        servers.add(server);
        var provider = providers.of(definition(seconds, server));
        for (var caller = 0; caller < CALLERS; caller++) {
          callers.add(() -> calls(provider, Duration.ofSeconds(seconds)));
        }
      }
      var calls = 0;
      for (var result : executor.invokeAll(callers)) {
        calls += result.get();
      }
      System.out.printf(
          "%,d calls after pauses around keep-alives of %s s: %d lost, %d repeated on a new connection%n",
          calls, KEEP_ALIVE_SECONDS, lost.get(), repeated.get());
      assertThat(calls).isEqualTo(1_000);
      assertThat(lost).hasValue(0);
    } finally {
      servers.forEach(RawServer::close);
      System.clearProperty(KEY_VARIABLE);
    }
  }

  private static RawServer server(Duration keepAlive) throws IOException {
    var server = new RawServer();
    server.answers(200, Map.of("content-type", "application/json"), CHAT);
    server.closesIdleAfter(keepAlive);
    return server;
  }

  private static ProviderDefinition definition(int seconds, RawServer server) {
    return new ProviderDefinition(
        new Provider("idle" + seconds),
        "Idle " + seconds,
        "idle" + seconds,
        ProviderDefinition.Origin.ADDED,
        new ProviderDefinition.Access(
            server.address("/v1").toString(),
            KEY_VARIABLE,
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        WireFormat.OPENAI,
        "m",
        new Deviations(MaxTokensField.MAX_TOKENS, AnswerFormat.TEXT, true, Set.of(), true));
  }

  /** One call to have a connection, and then those that count. */
  private int calls(ChatProvider provider, Duration keepAlive) throws InterruptedException {
    Thread.sleep(ThreadLocalRandom.current().nextLong(1_000));
    ask(provider);
    for (var call = 0; call < CALLS_EACH; call++) {
      Thread.sleep(
          keepAlive.toMillis() + ThreadLocalRandom.current().nextLong(-EARLY_MILLIS, LATE_MILLIS));
      ask(provider);
    }
    return CALLS_EACH;
  }

  private void ask(ChatProvider provider) {
    RepeatListener listener = repeated::incrementAndGet;
    try {
      ScopedValue.where(RepeatListener.CURRENT, listener)
          .call(
              () ->
                  provider.complete(
                      ChatRequest.of(List.of(ChatMessage.user("Go.")), 100),
                      new UpstreamModel("m", 0, 0, Set.of()),
                      LIMIT));
    } catch (ProviderFailure failure) {
      System.out.println(failure.getMessage());
      lost.incrementAndGet();
    }
  }
}
