package dev.ziggurat.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;

/**
 * Whether the caller of a stream is still there. The response's own handlers belong to the stream
 * that Quarkus writes it with, and a write to somebody who has left does not fail: so we look.
 */
final class Presence {

  private static final Duration LOOKED_EVERY = Duration.ofMillis(500);

  private final Vertx vertx;
  private final HttpServerResponse response;

  Presence(Vertx vertx, HttpServerResponse response) {
    this.vertx = vertx;
    this.response = response;
  }

  /** Looking, until it is closed. */
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  /** Does this once the caller has gone away; it must not block. */
  Watch whenGone(Runnable gone) {
    var timer =
        vertx.setPeriodic(
            LOOKED_EVERY.toMillis(),
            id -> {
              if (response.closed()) {
                vertx.cancelTimer(id);
                gone.run();
              }
            });
    return () -> vertx.cancelTimer(timer);
  }
}
