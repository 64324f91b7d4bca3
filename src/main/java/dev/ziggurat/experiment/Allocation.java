package dev.ziggurat.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which arm has which buckets. When shares change, only as many buckets change their arm as must:
 * an arm whose share shrinks gives up the last of its buckets, and those are given to arms whose
 * share grows.
 *
 * @param ranges in the order of their buckets, without gap
 */
public record Allocation(List<Range> ranges) {

  /** How many buckets agents are hashed to. */
  public static final int BUCKETS = 10_000;

  private static final int PER_PERCENT = BUCKETS / 100;

  /** Keeps its own copy of the list. */
  public Allocation {
    ranges = List.copyOf(ranges);
    if (ranges.isEmpty() || ranges.getLast().end() != BUCKETS) {
      throw new IllegalArgumentException("the ranges must cover " + BUCKETS + " buckets");
    }
  }

  /**
   * Neighbouring buckets of one arm.
   *
   * @param end the bucket after its last one
   * @param arm its index
   */
  public record Range(int end, int arm) {}

  /**
   * The first allocation of an experiment.
   *
   * @param percents of each arm, 100 together
   */
  public static Allocation of(List<Integer> percents) {
    var arms = new int[BUCKETS];
    var bucket = 0;
    for (var arm = 0; arm < percents.size(); arm++) {
      Arrays.fill(arms, bucket, bucket + percents.get(arm) * PER_PERCENT, arm);
      bucket += percents.get(arm) * PER_PERCENT;
    }
    return of(arms);
  }

  /** The allocation after a change of shares; arms keep their indexes. */
  public Allocation changed(List<Integer> percents) {
    var arms = arms();
    var excess = new int[percents.size()];
    for (var arm : arms) {
      excess[arm]++;
    }
    for (var arm = 0; arm < excess.length; arm++) {
      excess[arm] -= percents.get(arm) * PER_PERCENT;
    }
    var taker = 0;
    for (var bucket = BUCKETS - 1; bucket >= 0; bucket--) {
      if (excess[arms[bucket]] > 0) {
        while (excess[taker] >= 0) {
          taker++;
        }
        excess[arms[bucket]]--;
        excess[taker]++;
        arms[bucket] = taker;
      }
    }
    return of(arms);
  }

  /** The index of the arm that has this bucket. */
  public int arm(int bucket) {
    return ranges.stream()
        .filter(range -> bucket < range.end())
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no bucket " + bucket))
        .arm();
  }

  private int[] arms() {
    var arms = new int[BUCKETS];
    var bucket = 0;
    for (var range : ranges) {
      Arrays.fill(arms, bucket, range.end(), range.arm());
      bucket = range.end();
    }
    return arms;
  }

  private static Allocation of(int[] arms) {
    var ranges = new ArrayList<Range>();
    for (var bucket = 1; bucket <= arms.length; bucket++) {
      if (bucket == arms.length || arms[bucket] != arms[bucket - 1]) {
        ranges.add(new Range(bucket, arms[bucket - 1]));
      }
    }
    return new Allocation(ranges);
  }

  /** As it is stored and exported, such as {@code 5000:0,10000:1}: the end and the arm of each. */
  public String text() {
    return ranges.stream()
        .map(range -> range.end() + ":" + range.arm())
        .collect(Collectors.joining(","));
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @param arms how many there are
   * @throws IllegalArgumentException if it is something else
   */
  public static Allocation parse(String text, int arms) {
    var ranges = new ArrayList<Range>();
    var last = 0;
    for (var part : text.split(",", BUCKETS + 1)) {
      var colon = part.indexOf(':');
      if (colon < 0) {
        throw new IllegalArgumentException(part);
      }
      var range =
          new Range(
              Integer.parseInt(part, 0, colon, 10),
              Integer.parseInt(part, colon + 1, part.length(), 10));
      if (range.end() <= last || range.arm() < 0 || range.arm() >= arms) {
        throw new IllegalArgumentException(part);
      }
      ranges.add(range);
      last = range.end();
    }
    return new Allocation(ranges);
  }
}
