package dev.ziggurat.benchmark;

import java.util.List;
import java.util.stream.Stream;

/** Measures the APIs of one gateway by turns, and tells what each adds to a call. */
public final class ApiComparison {

  private static final int[] CONCURRENCIES = {1, 16};
  private static final int ROUNDS = 5;
  private static final long ROUND_MILLIS = 4_000;
  private static final int WARM_UP_ROUNDS = 4;
  private static final long WARM_UP_ANSWERS = 30_000;
  private static final long WARM_UP_MILLIS = 60_000;
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
    // By turns, so that no API is compiled sooner than another.
    for (var round = 0; round < WARM_UP_ROUNDS; round++) {
      for (var each : all()) {
        each.warmUp(CONCURRENCIES[1], WARM_UP_ANSWERS, WARM_UP_MILLIS);
      }
    }
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
