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
 * The response that a stream is written to, from any thread. Writing never blocks; data is sent on
 * flush.
 */
final class StreamResponse extends OutputStream {

  private final RoutingContext exchange;
  private final ServerHttpResponse response;
  private final Vertx vertx;
  private final Duration longestUnread;
  private final ByteArrayOutputStream unsent = new ByteArrayOutputStream();
  private OptionalLong timer = OptionalLong.empty();

  /**
   * @param longestUnread a caller that reads nothing for this long although data is unread counts
   *     as gone
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

  /** Sending may trigger the drain handler, which writes more before it returns. */
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
   * Whether the caller has too much unread data.
   *
   * @param taken run once it has caught up
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
    // It was drained before the handler was set.
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
   * On HTTP/1 every close that Vert.x offers, also the channel's, waits until the caller has read
   * what was sent; so this bypasses its handler.
   */
  private void cutOff() {
    if (exchange.request().version() == HttpVersion.HTTP_2) {
      exchange.response().reset();
    } else {
      ((ConnectionBase) exchange.request().connection()).channelHandlerContext().close();
    }
  }

  /** Runs this if the caller disconnects before the end. */
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

  /** Sends the rest and ends the response. */
  void end() {
    stopWaiting();
    if (isOpen()) {
      response.end(taken());
    }
  }
}
