package dev.ziggurat.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Measures the APIs of one gateway by turns, and tells what each adds to a call. */
public final class ApiComparison {

  private static final int[] CONCURRENCIES = {1, 16};
  private static final int ROUNDS = 15;
  private static final long ROUND_MILLIS = 1_500;
  private static final int MIN_WARM_UP_ROUNDS = 8;
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

  /**
   * Measures, and tells the medians. Rounds are short and begin with another contender each, so
   * that what changes with time, such as what the JVM has compiled, changes for all of them.
   */
  public void run() throws InterruptedException {
    warmUp();
    for (var round = 0; round < ROUNDS; round++) {
      var order = new ArrayList<>(all());
      Collections.rotate(order, round);
      for (var connections : CONCURRENCIES) {
        for (var each : order) {
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
    while (rounds < MIN_WARM_UP_ROUNDS || compiling >= COMPILING && rounds < MAX_WARM_UP_ROUNDS) {
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
    var times = times(each, connections);
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
    return median(p50s(each, connections), p50s(direct, connections), (api, alone) -> api - alone);
  }

  /** The median of the ratios of all rounds. */
  private double times(Contender each, int connections) {
    var alone = p50s(direct, connections);
    var chat = p50s(apis.getFirst(), connections);
    var api = p50s(each, connections);
    return median(
        IntStream.range(0, ROUNDS).mapToDouble(round -> api[round] - alone[round]).toArray(),
        IntStream.range(0, ROUNDS).mapToDouble(round -> chat[round] - alone[round]).toArray(),
        (added, ofChat) -> added / ofChat);
  }

  private static double[] p50s(Contender each, int connections) {
    return each.rounds(connections).stream()
        .mapToDouble(measured -> measured.round().whole().p50())
        .toArray();
  }

  private static double median(double[] first, double[] second, DoubleBinaryOperator what) {
    var values =
        IntStream.range(0, ROUNDS)
            .mapToDouble(round -> what.applyAsDouble(first[round], second[round]))
            .sorted()
            .toArray();
    return values[ROUNDS / 2];
  }
}
