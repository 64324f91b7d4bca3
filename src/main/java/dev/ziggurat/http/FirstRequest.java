package dev.ziggurat.http;

import io.quarkus.logging.Log;
import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Sends the first request as soon as the server listens, because the limits of connections come
 * into force with it ({@link RequestLimits}). Clients that never complete a request would else hold
 * their connections for ever.
 */
@Singleton
class FirstRequest {

  private static final int PATIENCE_MILLIS = 10_000;
  private static final byte[] REQUEST =
      "GET /q/health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final HttpServer server;

  FirstRequest(HttpServer server) {
    this.server = server;
  }

  void send(@ObservesAsync HttpServerStart started) {
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(address(started.options().getHost()), server.getPort()),
          PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(REQUEST);
      socket.getInputStream().readAllBytes();
    } catch (IOException failed) {
      Log.debugf("The limits of connections hold from the first request on: %s", failed);
    }
  }

  private static InetAddress address(String host) throws IOException {
    var address = InetAddress.getByName(host);
    return address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
  }
}
