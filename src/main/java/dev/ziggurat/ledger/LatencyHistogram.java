package dev.ziggurat.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How many calls took how long, in buckets a fourth of an octave wide; see {@code
 * latency_histogram} in the migration.
 *
 * @param counts of the buckets, from the fastest
 */
record LatencyHistogram(List<Long> counts) {

  private static final int DIGITS_PER_BUCKET = 12;
  private static final double BUCKETS_PER_OCTAVE = 4;

  /** Reads it as it is stored: one whole number with twelve decimal digits for each bucket. */
  static LatencyHistogram parse(String digits) {
    var counts = new ArrayList<Long>();
    for (var end = digits.length(); end > 0; end -= DIGITS_PER_BUCKET) {
      counts.add(Long.parseLong(digits, Math.max(0, end - DIGITS_PER_BUCKET), end, 10));
    }
    return new LatencyHistogram(counts);
  }

  /**
   * The latency in whole milliseconds that so many percent of the calls did not exceed, within 9 %:
   * the middle of the true value's bucket. Empty without calls.
   */
  Optional<Long> percentile(int percent) {
    var all = counts.stream().mapToLong(Long::longValue).sum();
    var rank = Math.ceilDiv(all * percent, 100L);
    for (var bucket = 0; bucket < counts.size(); bucket++) {
      rank -= counts.get(bucket);
      if (rank <= 0 && all > 0) {
        return Optional.of(middle(bucket));
      }
    }
    return Optional.empty();
  }

  private static long middle(int bucket) {
    return bucket == 0 ? 0 : Math.round(Math.pow(2, (bucket - 0.5) / BUCKETS_PER_OCTAVE));
  }
}
