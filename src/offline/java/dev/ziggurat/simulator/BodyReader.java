package dev.ziggurat.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads a request's body up to a limit. An excess is read and dropped, so that the client can
 * receive an error; a large excess, or a slow body, closes the connection.
 */
final class BodyReader {

  private static final int MAX_DROPPED = 64 * 1024 * 1024;
  private static final long MAX_MILLIS = 60_000;

  private final int bound;
  private final Buffer collected = Buffer.buffer();
  private long seen;

  private BodyReader(int bound) {
    this.bound = bound;
  }

  /** Passes on the body, or empty when it exceeds the limit. */
  static void read(RoutingContext context, int bound, Consumer<Optional<Buffer>> then) {
    var request = context.request();
    if (request.isEnded()) {
      var body = Optional.ofNullable(context.body().buffer()).orElseGet(Buffer::buffer);
      then.accept(Optional.of(body).filter(whole -> whole.length() <= bound));
      return;
    }
    var reader = new BodyReader(bound);
    var patience = context.vertx().setTimer(MAX_MILLIS, timer -> request.connection().close());
    context.addEndHandler(ended -> context.vertx().cancelTimer(patience));
    request.handler(
        chunk -> {
          reader.take(chunk);
          if (reader.seen > MAX_DROPPED) {
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
