package dev.ziggurat.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** One of those that are compared, and all that was seen of it. */
public final class Contender {

  private static final long SETTLING_MILLIS = 1_000;
  private static final double NANOS_PER_MICRO = 1e3;

  private final Target target;
  private final Meter meter;
  private final Map<Integer, List<Measured>> measured = new TreeMap<>();
  private long answered;

  /**
   * @param meter of the processes that answer
   */
  public Contender(Target target, Meter meter) {
    this.target = target;
    this.meter = meter;
  }

  /**
   * One round of whole answers.
   *
   * @param cpuMicros CPU time of an answer
   */
  public record Measured(Round round, double cpuMicros) {}

  /** Whom it is about. */
  public Target target() {
    return target;
  }

  /** What its processes take. */
  public Meter meter() {
    return meter;
  }

  /**
   * Puts load on it until it has given so many answers, at most for so long.
   *
   * @return whether it has
   */
  public boolean warmUp(int connections, long answers, long mostMillis)
      throws InterruptedException {
    try (var load = begin(connections)) {
      var given = 0L;
      var end = System.nanoTime() + mostMillis * 1_000_000;
      while (given < answers && System.nanoTime() < end) {
        Thread.sleep(SETTLING_MILLIS);
        given += load.taken().answers();
      }
      end(load);
      return given >= answers;
    }
  }

  /** Measures it once at a concurrency. */
  public Measured measure(int connections, long millis) throws InterruptedException {
    try (var load = begin(connections)) {
      Thread.sleep(SETTLING_MILLIS);
      load.taken();
      var before = meter.cpu();
      Thread.sleep(millis);
      var used = meter.cpu().minus(before);
      var round = load.taken();
      end(load);
      var seen = new Measured(round, used.toNanos() / NANOS_PER_MICRO / round.answers());
      measured.computeIfAbsent(connections, _ -> new ArrayList<>()).add(seen);
      return seen;
    }
  }

  /** Measures so many streams at once, each followed by another. */
  public Round measureStreams(int connections, long millis) throws InterruptedException {
    try (var load = Load.ofStreams(target, connections)) {
      // The first stream of every connection.
      Thread.sleep(2L * StubProvider.DELTAS * StubProvider.PERIOD_MILLIS);
      load.taken();
      Thread.sleep(millis);
      var round = load.taken();
      end(load);
      return round;
    }
  }

  /** Begins to put load on it that nobody measures. */
  Load begin(int connections) {
    return Load.of(target, connections);
  }

  /** Ends it. */
  void end(Load load) throws InterruptedException {
    answered += load.end();
  }

  /** All rounds at a concurrency, oldest first. */
  List<Measured> rounds(int connections) {
    return measured.get(connections);
  }

  /** The median of all rounds at a concurrency. */
  public double median(int connections, ToDoubleFunction<Measured> what) {
    var values = measured.get(connections).stream().mapToDouble(what).sorted().toArray();
    return values[values.length / 2];
  }

  /** What went wrong in all rounds at a concurrency. */
  public long errors(int connections) {
    return measured.get(connections).stream().mapToLong(each -> each.round().errors()).sum();
  }

  /** How many whole answers it gave, also when nobody measured. */
  public long answered() {
    return answered;
  }
}
