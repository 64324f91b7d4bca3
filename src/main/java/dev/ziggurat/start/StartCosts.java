package dev.ziggurat.start;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Adds up what a start costs, by phase and by bean. For one thread. */
final class StartCosts {

  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final int WIDTH = 62;

  /** Elapsed time, and CPU time of all threads of the process. */
  record Cost(long wallNanos, long cpuNanos) {

    static final Cost NONE = new Cost(0, 0);

    Cost plus(Cost other) {
      return new Cost(wallNanos + other.wallNanos, cpuNanos + other.cpuNanos);
    }

    private boolean isShown() {
      return wallNanos >= NANOS_PER_MILLI || cpuNanos >= NANOS_PER_MILLI;
    }
  }

  private final Map<String, Cost> phases = new LinkedHashMap<>();
  private final Map<String, Cost> beans = new LinkedHashMap<>();

  void phase(String name, Cost cost) {
    phases.merge(name, cost, Cost::plus);
  }

  void bean(String name, Cost cost) {
    beans.merge(name, cost, Cost::plus);
  }

  private Cost total() {
    return phases.values().stream().reduce(Cost.NONE, Cost::plus);
  }

  /**
   * The table: phases in the order in which they began, beans by their CPU time. What took less
   * than a millisecond is shown as one line.
   */
  @Override
  public String toString() {
    var text = new StringBuilder("Start, from the process to the listening server, by phase:");
    heading(text, "phase");
    rows(text, List.copyOf(phases.entrySet()));
    row(text, "all", total());
    text.append("\nOf that, by bean or observer, each without those it creates:");
    heading(text, "bean");
    rows(
        text,
        beans.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.comparingLong(Cost::cpuNanos).reversed()))
            .toList());
    return text.toString();
  }

  private static void rows(StringBuilder text, List<Map.Entry<String, Cost>> costs) {
    costs.stream()
        .filter(each -> each.getValue().isShown())
        .forEach(each -> row(text, each.getKey(), each.getValue()));
    var small = costs.stream().map(Map.Entry::getValue).filter(cost -> !cost.isShown()).toList();
    row(text, small.size() + " more", small.stream().reduce(Cost.NONE, Cost::plus));
  }

  private static void heading(StringBuilder text, String what) {
    text.append(String.format(Locale.ROOT, "%n  %-" + WIDTH + "s %8s %8s", what, "ms", "CPU ms"));
  }

  private static void row(StringBuilder text, String what, Cost cost) {
    text.append(
        String.format(
            Locale.ROOT,
            "%n  %-" + WIDTH + "s %8d %8d",
            what,
            Math.round((double) cost.wallNanos() / NANOS_PER_MILLI),
            Math.round((double) cost.cpuNanos() / NANOS_PER_MILLI)));
  }
}
