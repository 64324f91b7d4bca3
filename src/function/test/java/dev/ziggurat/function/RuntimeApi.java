package dev.ziggurat.function;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands between the function and the mock event server, which sends no deadline as the real
 * runtime API does. An event says by its request id how much time the function gets: {@code
 * anything.2000} is two seconds; without a number no deadline is sent.
 */
public class RuntimeApi implements QuarkusTestResourceLifecycleManager {

  /** Names the header by which an event tells its id. */
  public static final String REQUEST_ID = "Lambda-Runtime-Aws-Request-Id";

  /** Chosen by the build: a free one. */
  private static final String EVENT_SERVER_PORT = "quarkus.lambda.mock-event-server.test-port";

  private static final Set<String> PASSED_ON =
      Set.of("content-type", "lambda-runtime-trace-id", REQUEST_ID.toLowerCase());

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer server;

  /** Where events are sent to. */
  public static int eventServerPort() {
    return Integer.getInteger(EVENT_SERVER_PORT);
  }

  /** What the function gets to see of an event. */
  protected byte[] seen(byte[] event) {
    return event;
  }

  @Override
  public Map<String, String> start() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::forward);
    server.start();
    return Map.of(
        "quarkus-internal.aws-lambda.test-api",
        "127.0.0.1:" + server.getAddress().getPort() + "/_lambda_");
  }

  private void forward(HttpExchange exchange) throws IOException {
    try (exchange) {
      var target = URI.create("http://localhost:" + eventServerPort() + exchange.getRequestURI());
      var isEvent = exchange.getRequestMethod().equals("GET");
      var body = exchange.getRequestBody().readAllBytes();
      var request =
          HttpRequest.newBuilder(target)
              .header("content-type", "application/json")
              .method(
                  exchange.getRequestMethod(),
                  body.length == 0
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofByteArray(body))
              .build();
      var answer = client.send(request, BodyHandlers.ofByteArray());
      answer
          .headers()
          .map()
          .forEach(
              (name, values) -> {
                if (PASSED_ON.contains(name.toLowerCase())) {
                  exchange.getResponseHeaders().put(name, values);
                }
              });
      answer.headers().firstValue(REQUEST_ID).ifPresent(id -> addDeadline(exchange, id));
      var passedOn = isEvent && answer.statusCode() == 200 ? seen(answer.body()) : answer.body();
      exchange.sendResponseHeaders(
          answer.statusCode(), passedOn.length == 0 ? -1 : passedOn.length);
      exchange.getResponseBody().write(passedOn);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void addDeadline(HttpExchange exchange, String requestId) {
    var millis = requestId.substring(requestId.lastIndexOf('.') + 1);
    if (millis.matches("\\d{1,9}")) {
      exchange
          .getResponseHeaders()
          .set(
              "Lambda-Runtime-Deadline-Ms",
              Long.toString(System.currentTimeMillis() + Long.parseLong(millis)));
    }
  }

  @Override
  public void stop() {
    server.stop(0);
    client.shutdownNow();
    threads.shutdownNow();
  }
}
