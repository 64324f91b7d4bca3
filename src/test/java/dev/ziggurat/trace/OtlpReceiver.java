package dev.ziggurat.trace;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;

/** Takes spans and metrics by OTLP over HTTP, as a collector does. */
public class OtlpReceiver implements QuarkusTestResourceLifecycleManager {

  /** Where the application is told to send: a setting, of which %s is the address. */
  public static final String ADDRESS_SETTING = "address-setting";

  private static final String SPANS = "/v1/traces";
  private static final String METRICS = "/v1/metrics";

  private final BlockingQueue<byte[]> bodies = new LinkedBlockingQueue<>(10_000);
  private final BlockingQueue<byte[]> metrics = new LinkedBlockingQueue<>(10_000);
  private final BlockingQueue<Map<String, List<String>>> headers =
      new LinkedBlockingQueue<>(10_000);
  private final AtomicLong delayMillis = new AtomicLong();
  private HttpServer server;
  private Map<String, String> settings = Map.of();

  @Override
  public void init(Map<String, String> arguments) {
    settings = arguments;
  }

  @Override
  public Map<String, String> start() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/", this::receive);
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var given = new HashMap<>(settings);
    var setting = given.remove(ADDRESS_SETTING);
    given.put(setting, "http://127.0.0.1:" + server.getAddress().getPort());
    return given;
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = exchange.getRequestBody().readAllBytes();
      if (delayMillis.get() > 0) {
        Thread.sleep(delayMillis.get());
      }
      var path = exchange.getRequestURI().getPath();
      if (!path.equals(SPANS) && !path.equals(METRICS)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
        body = new GZIPInputStream(new java.io.ByteArrayInputStream(body)).readAllBytes();
      }
      if (path.equals(METRICS)) {
        metrics.add(body);
      } else {
        headers.add(Map.copyOf(exchange.getRequestHeaders()));
        bodies.add(body);
        keep(body);
      }
      // Both answers are empty.
      var answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
      exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
      exchange.getResponseBody().write(answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** For other readers: see .ci/check-spans. */
  private static void keep(byte[] body) throws IOException {
    var directory = System.getenv("SPANS_DIRECTORY");
    if (directory != null) {
      Files.write(Path.of(directory, UUID.randomUUID() + ".pb"), body);
    }
  }

  @Override
  public void stop() {
    server.stop(0);
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(
        new Received(bodies, metrics, headers, delayMillis),
        field -> field.getType().getName().equals(Received.class.getName()));
  }

  /** What arrived. */
  record Received(
      BlockingQueue<byte[]> bodies,
      BlockingQueue<byte[]> metrics,
      BlockingQueue<Map<String, List<String>>> headers,
      AtomicLong delayMillis) {

    List<ExportTraceServiceRequest> requests() {
      var requests = new ArrayList<ExportTraceServiceRequest>();
      for (var body : bodies) {
        try {
          requests.add(ExportTraceServiceRequest.parseFrom(body));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return requests;
    }

    List<Seen> spans() {
      return requests().stream()
          .flatMap(request -> request.getResourceSpansList().stream())
          .flatMap(resource -> resource.getScopeSpansList().stream())
          .flatMap(scope -> scope.getSpansList().stream())
          .map(Seen::new)
          .toList();
    }
  }
}
