package dev.ziggurat.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Counts of calls by latency, in buckets of a quarter octave; see {@code latency_histogram} in the
 * migration.
 *
 * @param counts per bucket, fastest first
 */
record LatencyHistogram(List<Long> counts) {

  private static final int DIGITS_PER_BUCKET = 12;
  private static final double BUCKETS_PER_OCTAVE = 4;

  /** Parses the stored form: one integer with twelve decimal digits per bucket. */
  static LatencyHistogram parse(String digits) {
    var counts = new ArrayList<Long>();
    for (var end = digits.length(); end > 0; end -= DIGITS_PER_BUCKET) {
      counts.add(Long.parseLong(digits, Math.max(0, end - DIGITS_PER_BUCKET), end, 10));
    }
    return new LatencyHistogram(counts);
  }

  /**
   * The percentile in whole milliseconds, accurate to 9 %: the middle of its bucket. Empty without
   * calls.
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
