package dev.ziggurat.simulator;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.util.Map;
import java.util.WeakHashMap;

/** Closes connections that are idle for too long, as servers do. Thread-safe. */
final class KeepAlive {

  /** The number of requests on each connection. */
  private final Map<HttpConnection, Long> requests = new WeakHashMap<>();

  /** A request has arrived. */
  synchronized void begun(HttpConnection connection) {
    requests.merge(connection, 1L, Long::sum);
  }

  /** A request was answered: the connection is closed unless another one comes in time. */
  void ended(Vertx vertx, HttpConnection connection, long millis) {
    var last = of(connection);
    vertx.setTimer(
        millis,
        _ -> {
          if (of(connection) == last) {
            connection.close();
          }
        });
  }

  private synchronized long of(HttpConnection connection) {
    return requests.getOrDefault(connection, 0L);
  }
}
