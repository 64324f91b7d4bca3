package dev.ziggurat.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.quarkus.opentelemetry.runtime.config.runtime.OTelRuntimeConfig;
import io.quarkus.opentelemetry.runtime.config.runtime.exporter.OtlpExporterRuntimeConfig;
import io.quarkus.opentelemetry.runtime.exporter.otlp.sender.VertxHttpSender;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where spans are sent, by OpenTelemetry's variables. */
class TraceTargetTest {

  private static final String ENDPOINT = "quarkus.otel.exporter.otlp.traces.endpoint";

  private static SmallRyeConfig config(String... variables) {
    var given = new HashMap<String, String>();
    for (var index = 0; index < variables.length; index += 2) {
      given.put(variables[index], variables[index + 1]);
    }
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withSources(new PropertiesConfigSource(given, "environment", 300))
        .withSources(new TraceTarget())
        .build();
  }

  private static List<String> headers(String... variables) {
    return config(variables).getValues("quarkus.otel.exporter.otlp.traces.headers", String.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          authorization=Basic%20YWJj             | authorization=Basic YWJj
          authorization=Bearer abc==             | authorization=Bearer abc==
          key=a%2Cb                              | key=a,b
          key=a+b                                | key=a+b
          key=100%                               | key=100%
          key=%E2%82%AC                          | key=€
          key=back%5Cslash                       | key=back\\slash
          key=$%7Bhome%7D                        | key=${home}
          key =  spaced                          | key=spaced
          """)
  void aHeaderIsDecoded(String given, String expected) {
    assertThat(headers("OTEL_EXPORTER_OTLP_HEADERS", given)).containsExactly(expected);
  }

  @Test
  void severalHeadersAreSent() {
    assertThat(headers("OTEL_EXPORTER_OTLP_HEADERS", "a=1%2C2,b=3,,nothing"))
        .containsExactly("a=1,2", "b=3");
  }

  @Test
  void variablesOfTracesComeFirst() {
    assertThat(
            headers(
                "OTEL_EXPORTER_OTLP_HEADERS", "a=1", "OTEL_EXPORTER_OTLP_TRACES_HEADERS", "b=2"))
        .containsExactly("b=2");
    var config =
        config(
            "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
            "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "grpc",
            "OTEL_EXPORTER_OTLP_ENDPOINT", "http://all:4318",
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://traces:4317");
    assertThat(config.getValue("quarkus.otel.exporter.otlp.traces.protocol", String.class))
        .isEqualTo("grpc");
    assertThat(config.getValue(ENDPOINT, String.class)).isEqualTo("http://traces:4317");
  }

  @Test
  void tracingIsOffWithoutAnAddressAndOnRequest() {
    var address = "OTEL_EXPORTER_OTLP_ENDPOINT";
    assertThat(off()).isTrue();
    assertThat(off(address, "http://collector:4318")).isFalse();
    assertThat(off("ziggurat.trace.weave.project", "a/b")).isFalse();
    assertThat(off(address, "http://collector:4318", "OTEL_SDK_DISABLED", "true")).isTrue();
    assertThat(
            off(
                address,
                "http://collector:4318",
                "OTEL_TRACES_EXPORTER",
                "none",
                "OTEL_METRICS_EXPORTER",
                "none"))
        .isTrue();
    assertThat(
            config(address, "http://collector:4318", "OTEL_TRACES_EXPORTER", "none")
                .getValue(ENDPOINT, String.class))
        .isBlank();
    assertThat(off(address, "http://collector:4318", "OTEL_TRACES_EXPORTER", "otlp")).isFalse();
  }

  private static String metrics(String... variables) {
    return config(variables).getValue(TraceTarget.METRICS_ENDPOINT, String.class).strip();
  }

  @Test
  void metricsAreSentWhereSpansAreUnlessSaidOtherwise() {
    var all = "OTEL_EXPORTER_OTLP_ENDPOINT";
    var own = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";
    assertThat(metrics(all, "http://collector:4318")).isEqualTo("http://collector:4318");
    assertThat(metrics(all, "http://a:4318", own, "http://b:4318/v1/metrics"))
        .isEqualTo("http://b:4318");
    assertThat(metrics(own, "http://b:4318/v1/metrics")).isEqualTo("http://b:4318");
    assertThat(off(own, "http://b:4318/v1/metrics")).isFalse();
    assertThat(config(own, "http://b:4318/v1/metrics").getValue(ENDPOINT, String.class)).isBlank();
    assertThat(metrics(all, "http://collector:4318", "OTEL_METRICS_EXPORTER", "none")).isEmpty();
    assertThat(metrics("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://a:4318/v1/traces")).isEmpty();
    var secret =
        config(
            all,
            "http://collector:4318",
            "OTEL_EXPORTER_OTLP_TRACES_HEADERS",
            "key=of-spans",
            "OTEL_EXPORTER_OTLP_METRICS_HEADERS",
            "key=of-metrics");
    assertThat(secret.getValues("quarkus.otel.exporter.otlp.metrics.headers", String.class))
        .containsExactly("key=of-metrics");
  }

  @Test
  void eachProcessThatSendsMetricsIsAnInstanceOfItsOwn() {
    var address = new String[] {"OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318"};
    assertThat(attributes(address)).startsWith("service.instance.id=");
    assertThat(attributes(address)).isNotEqualTo(attributes(address));
    assertThat(
            attributes(
                address[0], address[1], "OTEL_RESOURCE_ATTRIBUTES", "a=b,service.instance.id=one"))
        .isEqualTo("a=b,service.instance.id=one");
    assertThat(attributes(address[0], address[1], "OTEL_RESOURCE_ATTRIBUTES", "a=b"))
        .startsWith("a=b,service.instance.id=");
  }

  /** Reads them as Quarkus does. */
  @Test
  void periodAndTemporalityOfMetricsAreSet() {
    var given = new HashMap<String, String>();
    given.put("OTEL_METRIC_EXPORT_INTERVAL", "15000");
    given.put("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "delta");
    // Quarkus has one default for all signals.
    for (var signal : List.of("", ".traces", ".metrics", ".logs")) {
      given.put("quarkus.otel.exporter.otlp" + signal + ".timeout", "5S");
      given.put("quarkus.otel.exporter.otlp" + signal + ".proxy-options.enabled", "false");
    }
    var config =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .addDiscoveredConverters()
            .withSources(new PropertiesConfigSource(given, "environment", 300))
            .withSources(new TraceTarget())
            .withMapping(OtlpExporterRuntimeConfig.class)
            .withMapping(OTelRuntimeConfig.class)
            .build();
    assertThat(
            config
                .getConfigMapping(OtlpExporterRuntimeConfig.class)
                .metrics()
                .temporalityPreference())
        .contains("delta");
    assertThat(config.getConfigMapping(OTelRuntimeConfig.class).metric().exportInterval())
        .isEqualTo(Duration.ofSeconds(15));
  }

  private static String attributes(String... variables) {
    return config(variables).getValue("quarkus.otel.resource.attributes", String.class);
  }

  @Test
  void weaveIsSentNoMetrics() {
    assertThat(metrics("ziggurat.trace.weave.project", "a/b")).isEmpty();
    for (var address :
        List.of(
            "https://trace.wandb.ai/otel",
            "https://acme.wandb.io.wandb.ai",
            "https://wandb.ai:443")) {
      assertThat(metrics("OTEL_EXPORTER_OTLP_ENDPOINT", address)).as(address).isEmpty();
    }
    assertThat(metrics("OTEL_EXPORTER_OTLP_ENDPOINT", "https://wandb.ai.example.com"))
        .isEqualTo("https://wandb.ai.example.com");
  }

  private static boolean off(String... variables) {
    return config(variables).getValue("quarkus.otel.sdk.disabled", Boolean.class);
  }

  /** Asks the sender that Quarkus uses which path it sends to. */
  @ParameterizedTest
  @CsvSource({
    "OTEL_EXPORTER_OTLP_ENDPOINT, '', /v1/traces",
    "OTEL_EXPORTER_OTLP_ENDPOINT, /, /v1/traces",
    "OTEL_EXPORTER_OTLP_ENDPOINT, /api/otel, /api/otel/v1/traces",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, /v1/traces, /v1/traces",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, /api/otel/v1/traces, /api/otel/v1/traces",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, /ingest, /ingest",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, /ingest/, /ingest/",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, '', /",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, /a%20b, /a%20b",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, /ingest?team=a%26b, /ingest?team=a%26b",
  })
  void spansAreSentToThePathThatIsMeant(String variable, String given, String expected)
      throws Exception {
    var path = new CompletableFuture<String>();
    var server = server(path);
    var vertx = Vertx.vertx();
    try {
      var address = "http://127.0.0.1:" + server.getAddress().getPort();
      var base = URI.create(config(variable, address + given).getValue(ENDPOINT, String.class));
      var sender =
          new VertxHttpSender(
              base,
              "/v1/traces",
              false,
              Duration.ofSeconds(5),
              Map.of(),
              "application/x-protobuf",
              _ -> {},
              vertx);
      sender.send(TraceRequestMarshaler.create(List.of()), 0, _ -> {}, path::completeExceptionally);
      var sent = path.get(10, TimeUnit.SECONDS);
      assertThat(sent.replaceFirst("[?&]/v1/traces$", "")).isEqualTo(expected);
      sender.shutdown();
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
      server.stop(0);
    }
  }

  private static HttpServer server(CompletableFuture<String> path) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          path.complete(exchange.getRequestURI().toString());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    return server;
  }
}
