package dev.ziggurat.provider;

import dev.ziggurat.trace.OtlpReceiver;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * All four built-in providers have a key, and one {@link RawServer} as base URL. Spans are sent to
 * Weave, with texts. Callers on localhost may read without a token.
 */
public class KeyedProviders implements QuarkusTestProfile {

  /** The key of all providers. */
  public static final String KEY = "key-7f3a";

  /** The size limit of a response, in bytes. */
  public static final int RESPONSE_BYTES = 65_536;

  /** How long the caller of a stream may read nothing before it is closed. */
  public static final Duration MAX_UNREAD = Duration.ofSeconds(4);

  /** How long the head of a request may take. */
  public static final Duration HEADER_LIMIT = Duration.ofMillis(500);

  /** How long a body may take. */
  public static final Duration BODY_LIMIT = Duration.ofMillis(1_500);

  /** How long a connection may be open without a request. */
  public static final Duration IDLE_LIMIT = Duration.ofSeconds(2);

  /** How many connections one address may have. */
  public static final int CONNECTIONS = 50;

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.ofEntries(
        Map.entry("ziggurat.provider.wandb.api-key", KEY),
        Map.entry("ziggurat.provider.wandb.project", "team/project"),
        Map.entry("ziggurat.provider.groq.api-key", KEY),
        Map.entry("ziggurat.provider.claude.api-key", KEY),
        Map.entry("ziggurat.provider.openai.api-key", KEY),
        Map.entry("ziggurat.gateway.longest-unread", MAX_UNREAD.toString()),
        Map.entry("ziggurat.provider.response-bytes", Integer.toString(RESPONSE_BYTES)),
        Map.entry("quarkus.rest-client.groq.connection-pool-size", "1"),
        Map.entry("quarkus.rest-client.openai.logging.scope", "request-response"),
        Map.entry("quarkus.rest-client.claude.logging.scope", "request-response"),
        Map.entry("ziggurat.http.header-limit", HEADER_LIMIT.toString()),
        Map.entry("ziggurat.http.body-limit", BODY_LIMIT.toString()),
        Map.entry("ziggurat.http.idle-limit", IDLE_LIMIT.toString()),
        Map.entry("ziggurat.http.connections-per-address", Integer.toString(CONNECTIONS)),
        Map.entry("ziggurat.http.management-port", "0"),
        Map.entry("ziggurat.access.open-on-localhost", "true"),
        // Their reader waits five seconds at the end of the application for a pool that is shared.
        Map.entry("quarkus.otel.metrics.enabled", "false"));
  }

  @Override
  public List<TestResourceEntry> testResources() {
    return List.of(
        new TestResourceEntry(Server.class),
        new TestResourceEntry(
            OtlpReceiver.class,
            Map.of(
                OtlpReceiver.ADDRESS_SETTING,
                "ziggurat.trace.weave.address",
                "ziggurat.trace.weave.project",
                "our-team/our-project",
                "ziggurat.trace.weave.key",
                "hush-hush",
                "ziggurat.trace.texts",
                "true")));
  }

  /** Starts the server and injects it into the test. */
  public static class Server implements QuarkusTestResourceLifecycleManager {

    private RawServer server;

    @Override
    public Map<String, String> start() {
      try {
        server = new RawServer();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
      return Map.of(
          "ziggurat.provider.wandb.api-base", server.address("/wandb/v1").toString(),
          "ziggurat.provider.groq.api-base", server.address("/groq/openai/v1/").toString(),
          "ziggurat.provider.claude.api-base", server.address("/claude/v1").toString(),
          "ziggurat.provider.openai.api-base", server.address("/openai/v1").toString());
    }

    @Override
    public void inject(TestInjector injector) {
      injector.injectIntoFields(server, new TestInjector.MatchesType(RawServer.class));
    }

    @Override
    public void stop() {
      server.close();
    }
  }
}
