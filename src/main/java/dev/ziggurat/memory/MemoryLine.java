package dev.ziggurat.memory;

import dev.ziggurat.llm.TextSize;
import dev.ziggurat.world.SingleLine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** An entry as a prompt shows it. */
record MemoryLine(UUID id, long tick, String kind, String text) {

  private static final int THIRDS = 3;

  /** A whole line; what the entry says stands between quotation marks that it cannot end. */
  private String line() {
    var label = kind.equals(MemoryKind.TURN.stored()) ? "" : ", " + kind;
    return "- tick %d%s: \"%s\"\n".formatted(tick, label, SingleLine.quotable(text));
  }

  /**
   * Those that fit together, the oldest first. One that does not fit leaves its place to the next.
   *
   * @param title stands above them and is counted, too
   * @param tokens as {@link TextSize} estimates them
   */
  static List<MemoryLine> fitting(List<MemoryLine> bestFirst, String title, int tokens) {
    var left = (long) tokens * THIRDS - TextSize.of(title).tokenThirds();
    var chosen = new ArrayList<MemoryLine>();
    for (var candidate : bestFirst) {
      var size = TextSize.of(candidate.line()).tokenThirds();
      if (size <= left) {
        left -= size;
        chosen.add(candidate);
      }
    }
    chosen.sort(Comparator.comparingLong(MemoryLine::tick).thenComparing(MemoryLine::id));
    return chosen;
  }

  static String text(List<MemoryLine> lines) {
    return lines.stream().map(MemoryLine::line).collect(Collectors.joining());
  }
}
