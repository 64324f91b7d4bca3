package dev.ziggurat.benchmark;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Tells the deltas of one stream apart, however its bytes come. */
final class Deltas {

  private static final byte[] MARK = "\"content\":\"".getBytes(StandardCharsets.UTF_8);
  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.UTF_8);

  private final Latencies first;
  private final Latencies gaps;
  private long last;
  private int count;
  private int mark;
  private int done;
  private boolean complete;

  Deltas(Latencies first, Latencies gaps) {
    this.first = first;
    this.gaps = gaps;
  }

  /** A request is on its way. */
  void asked(long now) {
    last = now;
    count = 0;
    mark = 0;
    done = 0;
    complete = false;
  }

  /** Some bytes of its answer are here. */
  void came(ByteBuf bytes, long now) {
    for (var i = bytes.readerIndex(); i < bytes.writerIndex(); i++) {
      var next = bytes.getByte(i);
      mark = next == MARK[mark] ? mark + 1 : next == MARK[0] ? 1 : 0;
      done = next == DONE[done] ? done + 1 : next == DONE[0] ? 1 : 0;
      if (mark == MARK.length) {
        mark = 0;
        delta(now);
      }
      if (done == DONE.length) {
        done = 0;
        complete = true;
      }
    }
  }

  private void delta(long now) {
    (count == 0 ? first : gaps).add(now - last);
    last = now;
    count++;
  }

  /** Whether all there was to say has come. */
  boolean whole() {
    return complete && count == StubProvider.DELTAS;
  }
}
