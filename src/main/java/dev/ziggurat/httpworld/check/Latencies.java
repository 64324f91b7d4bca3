package dev.ziggurat.httpworld.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** How long requests of one kind took. */
final class Latencies {

  private final List<Long> millis = new ArrayList<>();

  void add(long took) {
    millis.add(took);
  }

  /** The smallest that so many of a hundred do not exceed. */
  private long percentile(int hundredths) {
    var sorted = new ArrayList<>(millis);
    Collections.sort(sorted);
    return sorted.get(Math.max(0, Math.ceilDiv(sorted.size() * hundredths, 100) - 1));
  }

  /** What they come to; empty if there were none. */
  Optional<WorldCheckReport.Timing> timing(String operation, int agents, Duration limit) {
    return millis.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new WorldCheckReport.Timing(
                operation,
                agents,
                millis.size(),
                percentile(50),
                percentile(99),
                limit.toMillis()));
  }
}
