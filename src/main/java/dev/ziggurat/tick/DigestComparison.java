package dev.ziggurat.tick;

import dev.ziggurat.tick.ReplayReport.Difference;
import java.util.Optional;

/** Progress of a replay, and the first digest that differs from the journal. */
final class DigestComparison {

  private long ticks;
  private long interventions;
  private long digests;
  private long until;
  private Optional<Difference> difference = Optional.empty();

  boolean matches() {
    return difference.isEmpty();
  }

  void opened(String expected, String actual) {
    compare(0, Optional.empty(), expected, actual);
  }

  void played(PlayedTick tick, String actual) {
    ticks++;
    until = tick.number();
    compare(tick.number(), Optional.empty(), tick.digest(), actual);
  }

  void played(Intervention intervention, String actual) {
    interventions++;
    compare(
        intervention.afterTick(),
        Optional.of(intervention.ordinal()),
        intervention.digest(),
        actual);
  }

  private void compare(long tick, Optional<Integer> ordinal, String expected, String actual) {
    digests++;
    if (matches() && !expected.equals(actual)) {
      difference = Optional.of(new Difference(tick, ordinal, expected, actual));
    }
  }

  ReplayReport report(
      String game,
      boolean complete,
      LogComparison log,
      Optional<String> note,
      long durationMillis) {
    return new ReplayReport(
        game,
        until,
        complete,
        ticks,
        interventions,
        digests,
        matches() && log.matches(),
        difference,
        log.report(),
        note,
        durationMillis);
  }
}
