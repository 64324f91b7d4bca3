package dev.ziggurat.simulator;

import java.util.List;

/** Sends the frames of one stream, one piece of content at a time. */
final class StreamPlayer {

  private final SimulatedExchange exchange;
  private final List<StreamFrame> frames;
  private final StreamFrame error;
  private final Fault.Pace pace;
  private int next;
  private int pieces;
  private boolean breaksOff;

  StreamPlayer(
      SimulatedExchange exchange, List<StreamFrame> frames, StreamFrame error, Fault.Pace pace) {
    this.exchange = exchange;
    this.frames = frames;
    this.error = error;
    this.pace = pace;
  }

  /** Makes the stream end early. */
  void breakOffAtEnd() {
    breaksOff = true;
  }

  void play() {
    exchange.later(pace.firstChunkMillis(), this::step);
  }

  private void step() {
    var text = new StringBuilder();
    while (next < frames.size()) {
      if (pieces == pace.cutAfterChunks().orElse(-1)) {
        leave(text.toString());
        return;
      }
      if (pieces == pace.errorAfterChunks().orElse(-1)) {
        exchange.sendLast(text + error.text());
        return;
      }
      var frame = frames.get(next++);
      text.append(frame.text());
      if (frame.content()) {
        pieces++;
        exchange.response().write(text.toString());
        exchange.later(pace.chunkMillis(), this::step);
        return;
      }
    }
    if (breaksOff) {
      leave(text.toString());
    } else {
      exchange.sendLast(text.toString());
    }
  }

  private void leave(String last) {
    exchange.response().write(last, written -> exchange.breakOff());
  }
}
