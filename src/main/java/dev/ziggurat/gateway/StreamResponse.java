package dev.ziggurat.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalLong;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;

/**
 * The response that a stream is written to, by whatever thread has something to write: nobody waits
 * here. What is written is sent when it is flushed.
 */
final class StreamResponse extends OutputStream {

  private final RoutingContext exchange;
  private final ServerHttpResponse response;
  private final Vertx vertx;
  private final Duration longestUnread;
  private final ByteArrayOutputStream unsent = new ByteArrayOutputStream();
  private OptionalLong timer = OptionalLong.empty();

  /**
   * @param longestUnread a caller that takes nothing for so long, though there is something, is
   *     gone
   */
  StreamResponse(ResteasyReactiveRequestContext context, Vertx vertx, Duration longestUnread) {
    this.exchange = context.unwrap(RoutingContext.class);
    this.response = context.serverResponse();
    this.vertx = vertx;
    this.longestUnread = longestUnread;
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
    if (isOpen()) {
      response.write(bytes);
    }
  }

  private byte[] taken() {
    var bytes = unsent.toByteArray();
    unsent.reset();
    return bytes;
  }

  private boolean isOpen() {
    return !response.closed() && !exchange.response().ended();
  }

  /**
   * Whether the caller has yet to take much of what was sent.
   *
   * @param taken done once it has, if so
   */
  synchronized boolean isFull(Runnable taken) {
    if (!response.isWriteQueueFull()) {
      return false;
    }
    if (timer.isEmpty()) {
      timer = OptionalLong.of(vertx.setTimer(longestUnread.toMillis(), _ -> giveUp()));
      response.addDrainHandler(
          () -> {
            stopWaiting();
            taken.run();
          });
    }
    if (response.isWriteQueueFull()) {
      return true;
    }
    // It was taken just before we asked to be told.
    stopWaiting();
    return false;
  }

  private synchronized void stopWaiting() {
    timer.ifPresent(vertx::cancelTimer);
    timer = OptionalLong.empty();
  }

  private synchronized void giveUp() {
    if (timer.isPresent()) {
      cutOff();
    }
  }

  /**
   * On HTTP/1 every end that Vert.x offers, that of the channel too, waits until the caller has
   * taken what was sent before: so past its handler.
   */
  private void cutOff() {
    if (exchange.request().version() == HttpVersion.HTTP_2) {
      exchange.response().reset();
    } else {
      ((ConnectionBase) exchange.request().connection()).channelHandlerContext().close();
    }
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
    stopWaiting();
    if (isOpen()) {
      response.end(taken());
    }
  }
}
