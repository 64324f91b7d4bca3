package dev.ziggurat.benchmark;

import java.util.Arrays;

/**
 * How long things took, by microseconds up to two seconds; what took longer is counted as that,
 * only the longest is known exactly. For one thread.
 */
final class Latencies {

  private static final int MAX_MICROS = 2_000_000;
  private static final int NANOS_PER_MICRO = 1_000;

  private final int[] counts = new int[MAX_MICROS + 1];
  private long count;
  private long longestNanos;

  /**
   * What can be said of many, in milliseconds.
   *
   * @param p50 half took no longer
   * @param p99 of a hundred, 99 took no longer
   * @param most what the longest took
   */
  public record Spread(long count, double p50, double p99, double most) {}

  void add(long nanos) {
    counts[(int) Math.min(MAX_MICROS, nanos / NANOS_PER_MICRO)]++;
    count++;
    longestNanos = Math.max(longestNanos, nanos);
  }

  /** What there was since the last time. */
  Spread taken() {
    var spread = new Spread(count, quantile(0.5), quantile(0.99), longestNanos / 1e6);
    Arrays.fill(counts, 0);
    count = 0;
    longestNanos = 0;
    return spread;
  }

  private double quantile(double part) {
    var rank = (long) Math.ceil(part * count);
    var seen = 0L;
    for (var micros = 0; micros < counts.length; micros++) {
      seen += counts[micros];
      if (seen >= rank && seen > 0) {
        return micros / 1e3;
      }
    }
    return 0;
  }
}
