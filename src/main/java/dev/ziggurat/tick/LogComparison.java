package dev.ziggurat.tick;

import dev.ziggurat.memory.TurnLog;
import dev.ziggurat.memory.TurnLogs;
import dev.ziggurat.tick.ReplayReport.LogDifference;
import dev.ziggurat.tick.ReplayReport.LogReport;
import dev.ziggurat.world.TurnResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Compares the log of turns that a replay writes with what agents remember of them. What somebody
 * edited or deleted is named; what the limit of entries removed is not looked for.
 */
final class LogComparison {

  private static final int MAX_NAMED = 50;

  /** The worth of each agent after its last turn, as journaled. */
  private final Map<String, Long> lastWorths = new HashMap<>();

  private long compared;
  private long touched;
  private final List<String> named = new ArrayList<>();
  private Optional<LogDifference> difference = Optional.empty();

  /**
   * Compares the log of a tick.
   *
   * @param results what the replay made of its turns
   * @param worths what agents were worth after them, by handle
   * @param stored what agents remember of them, by handle
   */
  void played(
      long tick,
      List<TurnResult> results,
      Map<String, Long> worths,
      Map<String, TurnLogs.Stored> stored) {
    for (var result : results) {
      var handle = result.handle();
      var after = TurnLogs.of(worths, handle);
      Optional.ofNullable(stored.get(handle))
          .ifPresent(entry -> compare(tick, result, after, entry));
      if (after.isPresent()) {
        lastWorths.put(handle, after.getAsLong());
      } else {
        lastWorths.remove(handle);
      }
    }
  }

  private void compare(long tick, TurnResult result, OptionalLong after, TurnLogs.Stored entry) {
    if (entry.editedBy().isPresent()) {
      touched++;
      if (named.size() < MAX_NAMED) {
        var how = entry.text().isPresent() ? "edited" : "deleted";
        named.add(
            "tick %d, %s: %s by %s".formatted(tick, entry.handle(), how, entry.editedBy().get()));
      }
      return;
    }
    compared++;
    var log = TurnLog.of(result, TurnLogs.of(lastWorths, entry.handle()), after);
    var expected = entry.importance() + " " + entry.text().orElse("");
    var actual = log.importance() + " " + log.text();
    if (matches() && !expected.equals(actual)) {
      difference = Optional.of(new LogDifference(tick, entry.handle(), expected, actual));
    }
  }

  boolean matches() {
    return difference.isEmpty();
  }

  /** Empty if there was nothing to compare. */
  Optional<LogReport> report() {
    return compared + touched == 0
        ? Optional.empty()
        : Optional.of(new LogReport(compared, touched, List.copyOf(named), matches(), difference));
  }
}
