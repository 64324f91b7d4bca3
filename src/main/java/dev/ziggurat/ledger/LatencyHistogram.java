package dev.ziggurat.ledger;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How many calls took how long, in buckets a fourth of an octave wide; see {@code
 * latency_histogram} in the migration.
 *
 * @param digits the counts of all buckets as one number, twelve decimal digits each
 */
record LatencyHistogram(BigInteger digits) {

  /** No call at all. */
  static final BigInteger EMPTY = BigInteger.ZERO;

  private static final BigInteger BUCKET = BigInteger.TEN.pow(12);
  private static final double BUCKETS_PER_OCTAVE = 4;

  /**
   * The latency in whole milliseconds that so many percent of the calls did not exceed, within 9 %:
   * the middle of the true value's bucket. Empty without calls.
   */
  Optional<Long> percentile(int percent) {
    var counts = counts();
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

  private List<Long> counts() {
    var counts = new ArrayList<Long>();
    for (var rest = digits; rest.signum() > 0; ) {
      var split = rest.divideAndRemainder(BUCKET);
      counts.add(split[1].longValueExact());
      rest = split[0];
    }
    return counts;
  }

  private static long middle(int bucket) {
    return bucket == 0 ? 0 : Math.round(Math.pow(2, (bucket - 0.5) / BUCKETS_PER_OCTAVE));
  }
}
