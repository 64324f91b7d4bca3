package dev.ziggurat.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.llm.AnnouncedLimits;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.StreamPiece;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Plays the bytes of a stream to an {@link EventReader}, without a connection. */
public final class Events {

  private static final int MAX_EVENT_BYTES = 1_000_000;

  private Events() {}

  /**
   * What came of a stream.
   *
   * @param chunks in order
   * @param contents how many of them have content
   */
  public record Played(Completion completion, List<String> chunks, long contents) {}

  /** The answer that was cut, as far as it came. */
  public static Completion cutAnswer(UnusableAnswer cut) {
    return cut.completion().orElseThrow();
  }

  /**
   * Reads a complete stream.
   *
   * @throws UnusableAnswer as the reader throws it
   */
  public static Played play(EventReader reader, String body) {
    var events = new ServerEvents(MAX_EVENT_BYTES);
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    events.add(bytes, bytes.length);
    events.end();
    var pieces = new ArrayList<StreamPiece>();
    var last = false;
    for (var event = events.next(); event.isPresent() && !last; event = events.next()) {
      last = reader.read(event.get(), pieces::add);
    }
    var completion = reader.end(pieces::add, Optional.of("req_1"), AnnouncedLimits.NONE);
    var deltas = pieces.stream().map(StreamPiece.Delta.class::cast).toList();
    assertThat(deltas).allMatch(delta -> delta.chunk().indexOf('\n') < 0);
    return new Played(
        completion,
        deltas.stream().map(StreamPiece.Delta::chunk).toList(),
        deltas.stream().filter(StreamPiece.Delta::content).count());
  }

  /**
   * Reads a complete stream that arrives in two parts.
   *
   * @param cut where the second part begins, in bytes
   * @return its pieces, with what the provider wrote
   * @throws UnusableAnswer as the reader throws it
   */
  public static List<StreamPiece> pieces(EventReader reader, String body, int cut) {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    var events = new ServerEvents(MAX_EVENT_BYTES);
    var pieces = new ArrayList<StreamPiece>();
    var last = false;
    for (var part :
        List.of(Arrays.copyOf(bytes, cut), Arrays.copyOfRange(bytes, cut, bytes.length))) {
      events.add(part, part.length);
      for (var event = events.next(); event.isPresent() && !last; event = events.next()) {
        last = reader.read(event.get(), pieces::add);
      }
    }
    pieces.add(
        new StreamPiece.End(reader.end(pieces::add, Optional.of("req_1"), AnnouncedLimits.NONE)));
    return pieces;
  }
}
