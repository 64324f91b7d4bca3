package dev.ziggurat.simulator;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Sends an answer, correctly or with a fault. Every transfer is bounded. */
final class Delivery {

  /** Shorter than a server's idle timeout of two minutes, so that it is known who closed. */
  private static final long HANG_MILLIS = 110_000;

  private static final long MAX_TRICKLES = 3_000;
  private static final long TRICKLE_MILLIS = 200;
  private static final long HUGE_BYTES = 256L * 1024 * 1024;
  private static final Buffer PADDING = Buffer.buffer("x".repeat(64 * 1024));
  private static final String GATEWAY_PAGE =
      "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
          + "<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n";

  private final SimulatedExchange exchange;

  Delivery(SimulatedExchange exchange) {
    this.exchange = exchange;
  }

  /** Fails without checking the request; {@code head} is the start of a correct answer. */
  void fail(FaultKind disturbance, Reply head) {
    switch (disturbance) {
      case HANG -> exchange.later(HANG_MILLIS, exchange::breakOff);
      case RESET -> exchange.breakOff();
      case HTML -> exchange.send(new Reply(502, head.headers(), Reply.HTML, GATEWAY_PAGE));
      case TRICKLE -> {
        exchange.sendHead(head);
        trickle(MAX_TRICKLES);
      }
      case HUGE_BODY -> {
        exchange.sendHead(head);
        exchange
            .response()
            .write(head.contentType().equals(Reply.EVENTS) ? "data: " : "{\"id\":\"");
        flood(HUGE_BYTES);
      }
      default -> throw new IllegalArgumentException(disturbance + " needs an answer");
    }
  }

  /** Sends an answer, corrupted if the fault requires it. */
  void whole(Reply reply, Fault fault) {
    if (fault.is(FaultKind.CUT)) {
      exchange.sendPart(reply);
    } else if (fault.is(FaultKind.EMPTY_BODY)) {
      exchange.send(withBody(reply, ""));
    } else if (fault.is(FaultKind.TRUNCATED_JSON)) {
      exchange.send(withBody(reply, reply.body().substring(0, reply.body().length() / 2)));
    } else {
      exchange.send(reply);
    }
  }

  /** Sends a stream at its pace, corrupted if the fault requires it. */
  void stream(Reply head, List<StreamFrame> frames, StreamFrame error, Fault fault) {
    if (fault.is(FaultKind.EMPTY_BODY)) {
      exchange.send(withBody(head, ""));
      return;
    }
    exchange.sendHead(head);
    exchange.response().write(Buffer.buffer());
    var player = new StreamPlayer(exchange, corrupted(frames, fault), error, fault.pace());
    if (fault.is(FaultKind.CUT)) {
      player.breakOffAtEnd();
    }
    player.play();
  }

  private static List<StreamFrame> corrupted(List<StreamFrame> frames, Fault fault) {
    if (fault.is(FaultKind.CUT)) {
      return frames.subList(0, frames.size() / 2);
    }
    if (fault.is(FaultKind.TRUNCATED_JSON)) {
      var middle = frames.get(frames.size() / 2).text();
      var torn = new StreamFrame(middle.substring(0, middle.length() / 2) + "\n\n", false);
      return List.of(frames.getFirst(), torn);
    }
    return frames;
  }

  private void trickle(long left) {
    if (left == 0) {
      exchange.breakOff();
      return;
    }
    exchange.response().write(" ");
    exchange.later(TRICKLE_MILLIS, () -> trickle(left - 1));
  }

  private void flood(long left) {
    var sent = 0L;
    while (sent < left && !exchange.over() && !exchange.response().writeQueueFull()) {
      exchange.response().write(PADDING);
      sent += PADDING.length();
    }
    var rest = left - sent;
    if (rest <= 0) {
      exchange.breakOff();
    } else if (!exchange.over()) {
      exchange.response().drainHandler(drained -> flood(rest));
    }
  }

  private static Reply withBody(Reply reply, String body) {
    return new Reply(reply.status(), reply.headers(), reply.contentType(), body);
  }
}
