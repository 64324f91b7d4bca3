package dev.ziggurat.benchmark;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Measures three by turns, tells what it saw, and whether that is what was aimed at. */
public final class Comparison {

  private static final int[] CONCURRENCIES = {1, 16, 64, 256};
  private static final int ALONE = 1;
  private static final int BUSY = 64;
  private static final int ROUNDS = 3;

  /** Until then a JVM is still compiling what it runs. */
  private static final long WARM_UP_ANSWERS = 100_000;

  private static final long WARM_UP_MILLIS = 120_000;
  private static final long ROUND_MILLIS = 5_000;
  private static final int STREAMS = 512;
  private static final long STREAMS_MILLIS = 6_000;

  /**
   * Measurements that do not count: what passes streams on is other code than what answers whole,
   * and the JVM keeps a core busy for more than a minute with compiling it.
   */
  private static final int STREAMS_COLD = 10;

  private static final double MAX_GAP = 200;
  private static final double TIMES_AS_MANY = 5;
  private static final double PART_OF_TIME = 0.2;

  private final Contender direct;
  private final Contender ziggurat;
  private final Contender portkey;
  private final Meter database;
  private String streams = "not measured";

  /**
   * @param database ziggurat's, whose CPU time is told apart
   */
  public Comparison(Contender direct, Contender ziggurat, Contender portkey, Meter database) {
    this.direct = direct;
    this.ziggurat = ziggurat;
    this.portkey = portkey;
    this.database = database;
  }

  /** Measures, and tells the medians. */
  public void run() throws InterruptedException {
    for (var each : all()) {
      if (!each.warmUp(BUSY, WARM_UP_ANSWERS, WARM_UP_MILLIS)) {
        tell("%s is not warm: it took too long", each.target().name());
      }
    }
    var before = database.cpu();
    var answered = ziggurat.answered();
    for (var round = 0; round < ROUNDS; round++) {
      for (var connections : CONCURRENCIES) {
        for (var each : all()) {
          each.measure(connections, ROUND_MILLIS);
        }
      }
    }
    tell(
        "Medians of %d rounds of %d s at each concurrency, by turns; %d cores for all of them",
        ROUNDS, ROUND_MILLIS / 1_000, Runtime.getRuntime().availableProcessors());
    for (var connections : CONCURRENCIES) {
      for (var each : all()) {
        row(each, connections);
      }
    }
    tell(
        "the database of ziggurat: %.0f us of CPU time for an answer",
        micros(database.cpu().minus(before)) / (ziggurat.answered() - answered));
    streams();
  }

  private List<Contender> all() {
    return List.of(direct, ziggurat, portkey);
  }

  private void row(Contender each, int connections) {
    tell(
        "%3d at once  %-8s  %6.0f/s  p50 %7.2f ms  p99 %7.2f ms%s  CPU %4.0f us%s",
        connections,
        each.target().name(),
        rate(each, connections),
        p50(each, connections),
        p99(each, connections),
        each == direct
            ? " ".repeat(33)
            : "  added p50 %6.2f  p99 %7.2f ms"
                .formatted(
                    p50(each, connections) - p50(direct, connections), added(each, connections)),
        each.median(connections, Contender.Measured::cpuMicros),
        each.errors(connections) == 0 ? "" : "  errors: " + each.errors(connections));
  }

  private static double rate(Contender each, int connections) {
    return each.median(connections, measured -> measured.round().perSecond());
  }

  private static double p50(Contender each, int connections) {
    return each.median(connections, measured -> measured.round().whole().p50());
  }

  private static double p99(Contender each, int connections) {
    return each.median(connections, measured -> measured.round().whole().p99());
  }

  private double added(Contender each, int connections) {
    return p99(each, connections) - p99(direct, connections);
  }

  private void streams() throws InterruptedException {
    tell(
        "%d streams at once, of %d deltas %d ms apart",
        STREAMS, StubProvider.DELTAS, StubProvider.PERIOD_MILLIS);
    var straight = streamed(direct);
    var ours = streamed(ziggurat);
    streamed(portkey);
    streams =
        !passes(straight)
            ? "no judgement: already the direct run had longer gaps"
            : passes(ours) ? "held" : "MISSED";
  }

  private Round streamed(Contender each) throws InterruptedException {
    for (var cold = 0; cold < STREAMS_COLD; cold++) {
      each.measureStreams(STREAMS, STREAMS_MILLIS);
    }
    var round = each.measureStreams(STREAMS, STREAMS_MILLIS);
    tell(
        "             %-8s  %6.0f deltas/s  first after p50 %.0f, p99 %.0f ms  gaps p50 %.1f, p99 %.1f, longest %.0f ms  errors: %d",
        each.target().name(),
        round.gaps().count() / (round.took().toNanos() / 1e9),
        round.first().p50(),
        round.first().p99(),
        round.gaps().p50(),
        round.gaps().p99(),
        round.gaps().most(),
        round.errors());
    return round;
  }

  private static boolean passes(Round round) {
    return round.errors() == 0 && round.answers() > 0 && round.gaps().most() <= MAX_GAP;
  }

  /** Tells whether what was seen is what was aimed at. */
  public void judge() {
    var times = rate(ziggurat, BUSY) / rate(portkey, BUSY);
    var part = added(ziggurat, ALONE) / added(portkey, ALONE);
    tell(
        "Aim: at %d at once at least %.0f times as many answers per second as portkey: %.1f, %s",
        BUSY, TIMES_AS_MANY, times, times >= TIMES_AS_MANY ? "held" : "MISSED");
    tell(
        "Aim: alone at most %.1f of the time that portkey adds (p99): %.2f, %s",
        PART_OF_TIME, part, part <= PART_OF_TIME ? "held" : "MISSED");
    tell("Aim: no gap of %d streams above %.0f ms: %s", STREAMS, MAX_GAP, streams);
  }

  private static double micros(Duration time) {
    return time.toNanos() / 1e3;
  }

  /** This is a command: what it prints is its result. */
  static void tell(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
