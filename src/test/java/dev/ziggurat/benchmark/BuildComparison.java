package dev.ziggurat.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Measures what an answered call takes of two builds by turns: CPU time, allocated memory, time,
 * and what each holds of the machine's memory at the end. All ratios are those of the second build
 * to the first.
 */
public final class BuildComparison {

  private static final int[] CONCURRENCIES = {1, 16};
  private static final int BUSY = 16;
  private static final int ROUNDS = Integer.getInteger("ziggurat.rounds", 5);
  private static final long ROUND_MILLIS = 4_000;
  private static final int WARM_UP_ROUNDS = Integer.getInteger("ziggurat.warm-up", 6);
  private static final long WARM_UP_ANSWERS = 30_000;
  private static final long WARM_UP_MILLIS = 30_000;
  private static final long SOAK_MILLIS = Integer.getInteger("ziggurat.soak-seconds", 60) * 1_000;
  private static final double NANOS_PER_MICRO = 1e3;
  private static final double KIBI = 1024;

  /** What is measured of an answer. */
  private enum Measure {
    CPU("CPU us"),
    ALLOCATED("allocated KiB"),
    P50("p50 ms"),
    P99("p99 ms"),
    PER_SECOND("per second");

    private final String unit;

    Measure(String unit) {
      this.unit = unit;
    }
  }

  /**
   * One of the two.
   *
   * @param apis of this build, in the same order as those of the other
   */
  public record Build(String name, Meter meter, Allocations allocations, List<Target> apis) {

    /** Keeps its own copy of the list. */
    public Build {
      apis = List.copyOf(apis);
    }
  }

  /** One row of what is told. */
  private record Kind(String api, int connections, String build) implements Comparable<Kind> {

    @Override
    public int compareTo(Kind other) {
      return toString().compareTo(other.toString());
    }
  }

  private final List<Build> builds;
  private final Map<Kind, Map<Measure, List<Double>>> seen = new TreeMap<>();

  /**
   * @param baseline what the other is compared with
   */
  public BuildComparison(Build baseline, Build build) {
    this.builds = List.of(baseline, build);
  }

  /** Measures, and tells the medians. */
  public void run() throws InterruptedException {
    for (var round = 0; round < WARM_UP_ROUNDS; round++) {
      for (var build : builds) {
        for (var api : build.apis()) {
          new Contender(api, build.meter()).warmUp(BUSY, WARM_UP_ANSWERS, WARM_UP_MILLIS);
        }
      }
    }
    for (var round = 0; round < ROUNDS; round++) {
      var order = new ArrayList<>(builds);
      Collections.rotate(order, round);
      for (var api = 0; api < order.getFirst().apis().size(); api++) {
        for (var connections : CONCURRENCIES) {
          for (var build : order) {
            measure(build, build.apis().get(api), connections);
          }
        }
      }
    }
    for (var api : builds.getFirst().apis()) {
      for (var connections : CONCURRENCIES) {
        for (var measure : Measure.values()) {
          tell(api, connections, measure);
        }
      }
    }
    resident();
  }

  private void measure(Build build, Target api, int connections) throws InterruptedException {
    var contender = new Contender(api, build.meter());
    try (var load = contender.begin(connections)) {
      Thread.sleep(ROUND_MILLIS / 4);
      load.taken();
      var cpu = running(build.meter());
      var allocated = build.allocations().bytes();
      Thread.sleep(ROUND_MILLIS);
      var usedNanos = running(build.meter()) - cpu;
      var usedBytes = build.allocations().bytes() - allocated;
      var round = load.taken();
      contender.end(load);
      var values = seen.computeIfAbsent(kind(build, api, connections), _ -> noValues());
      values.get(Measure.CPU).add(usedNanos / NANOS_PER_MICRO / round.answers());
      values.get(Measure.ALLOCATED).add(usedBytes / KIBI / round.answers());
      values.get(Measure.P50).add(round.whole().p50());
      values.get(Measure.P99).add(round.whole().p99());
      values.get(Measure.PER_SECOND).add(round.perSecond());
    }
  }

  private static Map<Measure, List<Double>> noValues() {
    var values = new EnumMap<Measure, List<Double>>(Measure.class);
    for (var measure : Measure.values()) {
      values.put(measure, new ArrayList<>());
    }
    return values;
  }

  private static Kind kind(Build build, Target api, int connections) {
    return new Kind(api.name(), connections, build.name());
  }

  /** Nanoseconds of CPU time without those of compiling, which end when a JVM is warm. */
  private static long running(Meter meter) {
    return meter.cpu().minus(meter.compiling()).toNanos();
  }

  private void tell(Target api, int connections, Measure measure) {
    var baseline = median(builds.getFirst(), api, connections, measure);
    var build = median(builds.getLast(), api, connections, measure);
    Comparison.tell(
        "%-16s %3d at once  %-14s %9.2f, baseline %9.2f: %.2f",
        api.name(), connections, measure.unit, build, baseline, build / baseline);
  }

  private double median(Build build, Target api, int connections, Measure measure) {
    var values = seen.get(kind(build, api, connections)).get(measure).stream().sorted().toList();
    return values.get(values.size() / 2);
  }

  /** After both have been under load at the same time. */
  private void resident() throws InterruptedException {
    var loads =
        builds.stream()
            .map(build -> new Contender(build.apis().getFirst(), build.meter()).begin(BUSY))
            .toList();
    try {
      Thread.sleep(SOAK_MILLIS);
    } finally {
      loads.forEach(Load::close);
    }
    var baseline = builds.getFirst().meter().resident();
    var build = builds.getLast().meter().resident();
    Comparison.tell(
        "resident after %d s of %d at once on each: %d MiB, baseline %d MiB: %.2f",
        SOAK_MILLIS / 1_000, BUSY, build, baseline, (double) build / baseline);
  }
}
