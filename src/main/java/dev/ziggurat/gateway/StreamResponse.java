package dev.ziggurat.gateway;

import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;

/**
 * The response that a stream is written to, by whatever thread has something to write: nobody waits
 * here. What is written is sent when it is flushed.
 */
final class StreamResponse extends OutputStream {

  /** A caller that takes nothing for so long, although there is something to take, is gone. */
  private static final Duration LONGEST_UNREAD = Duration.ofSeconds(60);

  private final RoutingContext exchange;
  private final ServerHttpResponse response;
  private final Vertx vertx;
  private final ByteArrayOutputStream unsent = new ByteArrayOutputStream();
  private boolean waiting;

  StreamResponse(ResteasyReactiveRequestContext context, Vertx vertx) {
    this.exchange = context.unwrap(RoutingContext.class);
    this.response = context.serverResponse();
    this.vertx = vertx;
    response.setChunked(true);
  }

  @Override
  public void write(int b) {
    unsent.write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    unsent.write(bytes, offset, length);
  }

  /** Sending may find the caller ready for more, and then more is written before it returns. */
  @Override
  public void flush() {
    var bytes = taken();
    if (!response.closed()) {
      response.write(bytes);
    }
  }

  private byte[] taken() {
    var bytes = unsent.toByteArray();
    unsent.reset();
    return bytes;
  }

  /** Whether the caller has yet to take much of what was sent. */
  boolean isFull() {
    return response.isWriteQueueFull();
  }

  /** Has this done once the caller has taken what was sent. */
  synchronized void whenTaken(Runnable taken) {
    if (!waiting) {
      waiting = true;
      var timer = vertx.setTimer(LONGEST_UNREAD.toMillis(), _ -> exchange.response().reset());
      response.addDrainHandler(
          () -> {
            vertx.cancelTimer(timer);
            drained();
            taken.run();
          });
    }
  }

  private synchronized void drained() {
    waiting = false;
  }

  /** Has this done if the caller goes away before the end. */
  void whenGone(Runnable gone) {
    exchange.addEndHandler(
        ended -> {
          if (ended.failed()) {
            gone.run();
          }
        });
    if (response.closed()) {
      gone.run();
    }
  }

  /** Sends what is left, and ends. */
  void end() {
    if (!response.closed()) {
      response.end(taken());
    }
  }
}
