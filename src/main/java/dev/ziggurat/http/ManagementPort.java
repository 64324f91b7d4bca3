package dev.ziggurat.http;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Serves {@code /q/health} and {@code /q/metrics} on a port of their own, with the same answers and
 * the same access rules. Quarkus' management interface would do so too, but is chosen when the
 * package is built, and takes them away from the main port, where many platforms look for them.
 */
@Singleton
public class ManagementPort {

  private static final Pattern SERVED = Pattern.compile("/q/(health|metrics)(/.*)?");
  private static final int NOT_FOUND = 404;

  private final HttpConfig config;
  private final Vertx vertx;
  private final String host;
  private final boolean serving;
  private volatile Optional<HttpServer> server = Optional.empty();

  ManagementPort(
      HttpConfig config,
      Vertx vertx,
      @ConfigProperty(name = "quarkus.http.host") String host,
      @ConfigProperty(name = "quarkus.http.host-enabled", defaultValue = "true") boolean serving) {
    this.config = config;
    this.vertx = vertx;
    this.host = host;
    this.serving = serving;
  }

  void start(@Observes StartupEvent event) {
    // A command runs beside the service, with the same settings.
    if (serving) {
      config.managementPort().ifPresent(this::listen);
    }
  }

  private void listen(int port) {
    var options =
        new HttpServerOptions()
            .setHost(host)
            .setPort(port)
            .setIdleTimeout((int) Math.max(1, config.idleLimit().toSeconds()));
    var created = vertx.createHttpServer(options).requestHandler(ManagementPort::serve);
    try {
      created.listen().toCompletionStage().toCompletableFuture().join();
    } catch (RuntimeException failed) {
      throw new IllegalStateException(
          "ziggurat.http.management-port: cannot listen on %s:%d".formatted(host, port), failed);
    }
    server = Optional.of(created);
  }

  private static void serve(HttpServerRequest request) {
    if (request.path() != null && SERVED.matcher(request.path()).matches()) {
      VertxHttpRecorder.getRootHandler().handle(request);
    } else {
      request.response().setStatusCode(NOT_FOUND).end();
    }
  }

  void stop(@Observes ShutdownEvent event) {
    server.ifPresent(HttpServer::close);
  }

  /** The port, once it is open. */
  public OptionalInt port() {
    return server.map(open -> OptionalInt.of(open.actualPort())).orElse(OptionalInt.empty());
  }

  /** Whether this request came by it. */
  boolean received(HttpServerRequest request) {
    return server
        .filter(
            open ->
                request.localAddress() != null
                    && request.localAddress().port() == open.actualPort())
        .isPresent();
  }
}
