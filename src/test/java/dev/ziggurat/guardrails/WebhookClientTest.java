package dev.ziggurat.guardrails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ziggurat.http.PublicAddresses;
import dev.ziggurat.http.RequestSignature;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a webhook is sent, what counts as its verdict, and where it may be. */
class WebhookClientTest {

  private static final String KEY = "a signing key of tests";
  private static final Instant NOW = Instant.ofEpochSecond(1_795_000_000);
  private static final List<JudgedText> TEXTS = List.of(new JudgedText("user", "hello"));

  private final Vertx vertx = Vertx.vertx();
  private HttpServer server;
  private volatile int status = 200;
  private volatile String answer = "";
  private volatile boolean silent;
  private volatile String asked = "";
  private volatile String signature = "";

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/check", this::reply);
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private void reply(HttpExchange exchange) throws IOException {
    asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    signature = exchange.getRequestHeaders().getFirst(RequestSignature.HEADER);
    if (silent) {
      return;
    }
    var bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  private record Settings(boolean privateAddresses, Optional<String> signingKey, int mostBytes)
      implements GuardrailsConfig, GuardrailsConfig.Webhooks {

    @Override
    public Optional<String> defaults() {
      return Optional.empty();
    }

    @Override
    public int window() {
      return 256;
    }

    @Override
    public MemorySize largestJudged() {
      return new MemorySize(BigInteger.TEN);
    }

    @Override
    public Webhooks webhook() {
      return this;
    }

    @Override
    public MemorySize largestRequest() {
      return new MemorySize(BigInteger.valueOf(mostBytes));
    }
  }

  private Judges.Verdict ask(Settings settings, String url, Duration deadline) {
    var client = new WebhookClient(vertx, settings, new ObjectMapper(), InstantSource.fixed(NOW));
    return client.ask(
        new Guardrail.Webhook("hook", Set.of(CallSide.REQUEST), URI.create(url), deadline, false),
        CallSide.REQUEST,
        TEXTS,
        new UUID(1, 2));
  }

  private Judges.Verdict ask(Settings settings, String url) {
    return ask(settings, url, Duration.ofSeconds(30));
  }

  private Judges.Verdict ask() {
    return ask(new Settings(true, Optional.of(KEY), 10_000), url());
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/check?a=1";
  }

  @Test
  void theVerdictCounts() {
    answer = "{\"verdict\": \"pass\"}";
    assertThat(ask()).isEqualTo(new Judges.Verdict(false, ""));
    answer = "{\"verdict\": \"refuse\", \"reason\": \"dlp.customer-list\"}";
    assertThat(ask()).isEqualTo(new Judges.Verdict(true, "dlp.customer-list"));
    answer = "{\"verdict\": \"refuse\", \"reason\": \"it says bob@example.com\"}";
    assertThat(ask()).as("no text that was found").isEqualTo(new Judges.Verdict(true, ""));
  }

  @Test
  void theRequestIsSigned() throws Exception {
    answer = "{\"verdict\": \"pass\"}";
    ask();
    assertThat(new ObjectMapper().readTree(asked))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"callId": "00000000-0000-0001-0000-000000000002", "guardrail": "hook", "on": "request",
                     "texts": [{"role": "user", "text": "hello"}]}"""));
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    var signed = NOW.getEpochSecond() + "." + asked;
    assertThat(signature)
        .isEqualTo(
            "t=%d,v1=%s"
                .formatted(
                    NOW.getEpochSecond(),
                    HexFormat.of()
                        .formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"200|no JSON|not JSON", "200|{}|no verdict", "500|{}|status 500", "302||status 302"})
  void whatIsNoVerdict(int replied, String body, String reason) {
    status = replied;
    answer = body == null ? "" : body;
    assertThatThrownBy(this::ask)
        .isInstanceOf(Judges.JudgeFailed.class)
        .hasMessageContaining(reason);
  }

  @Test
  void everythingIsBounded() {
    answer = "{\"verdict\": \"pass\", \"more\": \"" + "x".repeat(70_000) + "\"}";
    assertThatThrownBy(this::ask).hasMessageContaining("too long");
    assertThatThrownBy(() -> ask(new Settings(true, Optional.of(KEY), 20), url()))
        .hasMessageContaining("too long");
    silent = true;
    assertThatThrownBy(
            () -> ask(new Settings(true, Optional.of(KEY), 10_000), url(), Duration.ofMillis(100)))
        .isInstanceOf(Judges.JudgeFailed.class)
        .hasMessageContaining("no answer within 100 ms");
  }

  @Test
  void privateAddressesAreRefusedUnlessAllowed() {
    var closed = new Settings(false, Optional.of(KEY), 10_000);
    var https = "https://localhost:" + server.getAddress().getPort() + "/check";
    assertThatThrownBy(() -> ask(closed, https)).hasMessageContaining("not public");
    assertThatThrownBy(() -> ask(closed, url())).hasMessageContaining("no https address");
    assertThatThrownBy(() -> ask(new Settings(true, Optional.empty(), 10_000), url()))
        .hasMessageContaining("signing-key is not set");
    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fd00::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "2001:db8::1",
        "ff02::1"
      })
  void whatIsNotPublic(String address) {
    assertThat(PublicAddresses.isPublic(InetAddress.ofLiteral(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"8.8.8.8", "100.128.0.1", "172.32.0.1", "2606:4700::1111", "2001:4860:4860::8888"})
  void whatIsPublic(String address) {
    assertThat(PublicAddresses.isPublic(InetAddress.ofLiteral(address))).isTrue();
  }
}
