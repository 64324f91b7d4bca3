package dev.ziggurat.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Collects a request's body up to a bound. What goes beyond is read and dropped, so that the client
 * can be told; far beyond, or too slow, ends the connection.
 */
final class BodyReader {

  private static final int DROPPED_AT_MOST = 64 * 1024 * 1024;
  private static final long SLOWEST_MILLIS = 60_000;

  private final int bound;
  private final Buffer collected = Buffer.buffer();
  private long seen;

  private BodyReader(int bound) {
    this.bound = bound;
  }

  /** Hands over the body, or nothing when it is larger than the bound. */
  static void read(RoutingContext context, int bound, Consumer<Optional<Buffer>> then) {
    var request = context.request();
    if (request.isEnded()) {
      var body = Optional.ofNullable(context.body().buffer()).orElseGet(Buffer::buffer);
      then.accept(Optional.of(body).filter(whole -> whole.length() <= bound));
      return;
    }
    var reader = new BodyReader(bound);
    var patience = context.vertx().setTimer(SLOWEST_MILLIS, timer -> request.connection().close());
    context.addEndHandler(ended -> context.vertx().cancelTimer(patience));
    request.handler(
        chunk -> {
          reader.take(chunk);
          if (reader.seen > DROPPED_AT_MOST) {
            request.connection().close();
          }
        });
    request.endHandler(
        end -> {
          context.vertx().cancelTimer(patience);
          then.accept(reader.seen > bound ? Optional.empty() : Optional.of(reader.collected));
        });
    request.resume();
  }

  private void take(Buffer chunk) {
    seen += chunk.length();
    if (seen <= bound) {
      collected.appendBuffer(chunk);
    }
  }
}
