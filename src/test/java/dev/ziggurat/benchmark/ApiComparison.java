package dev.ziggurat.benchmark;

import java.util.List;
import java.util.stream.Stream;

/** Measures the APIs of one gateway by turns, and tells what each adds to a call. */
public final class ApiComparison {

  private static final int[] CONCURRENCIES = {1, 16};
  private static final int ROUNDS = 5;
  private static final long ROUND_MILLIS = 4_000;
  private static final int MAX_WARM_UP_ROUNDS = 24;
  private static final long WARM_UP_ANSWERS = 10_000;
  private static final long WARM_UP_MILLIS = 20_000;

  /** Warm is a JVM that spends less than this part of its CPU time on compiling. */
  private static final double COMPILING = 0.03;

  private static final double TIMES = 1.2;

  private final Contender direct;
  private final List<Contender> apis;

  /**
   * @param apis chat completions first
   */
  public ApiComparison(Contender direct, List<Contender> apis) {
    this.direct = direct;
    this.apis = List.copyOf(apis);
  }

  /** Measures, and tells the medians. */
  public void run() throws InterruptedException {
    warmUp();
    for (var round = 0; round < ROUNDS; round++) {
      for (var connections : CONCURRENCIES) {
        for (var each : all()) {
          each.measure(connections, ROUND_MILLIS);
        }
      }
    }
    for (var connections : CONCURRENCIES) {
      for (var each : all()) {
        tell(each, connections);
      }
    }
  }

  /** By turns, so that no API is compiled sooner than another. */
  private void warmUp() throws InterruptedException {
    var meter = apis.getFirst().meter();
    var compiling = 1.0;
    var rounds = 0;
    while (compiling >= COMPILING && rounds < MAX_WARM_UP_ROUNDS) {
      var compiled = meter.compiling();
      var used = meter.cpu();
      for (var each : apis) {
        for (var connections : CONCURRENCIES) {
          each.warmUp(connections, WARM_UP_ANSWERS / CONCURRENCIES.length, WARM_UP_MILLIS);
        }
      }
      compiling =
          (double) meter.compiling().minus(compiled).toNanos() / meter.cpu().minus(used).toNanos();
      rounds++;
    }
    direct.warmUp(CONCURRENCIES[1], WARM_UP_ANSWERS, WARM_UP_MILLIS);
    Comparison.tell(
        "Warm-up of %d rounds; in the last, %.1f %% of the CPU time was compiling%s",
        rounds, 100 * compiling, compiling < COMPILING ? "" : ": NOT WARM");
  }

  private List<Contender> all() {
    return Stream.concat(Stream.of(direct), apis.stream()).toList();
  }

  private void tell(Contender each, int connections) {
    var times = added(each, connections) / added(apis.getFirst(), connections);
    Comparison.tell(
        "%3d at once  %-16s  %6.0f/s  p50 %6.2f ms  p99 %6.2f ms  added p50 %6.2f ms%s  CPU %4.0f us  errors: %d",
        connections,
        each.target().name(),
        each.median(connections, measured -> measured.round().perSecond()),
        each.median(connections, measured -> measured.round().whole().p50()),
        each.median(connections, measured -> measured.round().whole().p99()),
        added(each, connections),
        each == direct
            ? ""
            : ", %.2f times: %s".formatted(times, times <= TIMES ? "held" : "MISSED"),
        each.median(connections, Contender.Measured::cpuMicros),
        each.errors(connections));
  }

  private double added(Contender each, int connections) {
    return each.median(connections, measured -> measured.round().whole().p50())
        - direct.median(connections, measured -> measured.round().whole().p50());
  }
}
