package dev.ziggurat.experiment;

/**
 * When results are computed, and how much of the accepted error each of these looks may use.
 *
 * <p>Looks are after ticks 1, 2, 3, 4, 5, 7, 9, 12, 15, 19 … of the experiment: each at least one
 * tick and a quarter of the ticks later than the one before. Look {@code j} may use the share
 * {@code 6 / ((j + 5)(j + 6))}, and all looks together {@code 1}, because the sum telescopes.
 */
final class LookSchedule {

  private static final double GROWTH = 1.25;
  private static final double OFFSET = 5;

  private LookSchedule() {}

  /** The ticks of the experiment after which the look after this one is taken. */
  static long after(long ticks) {
    return Math.max(ticks + 1, (long) Math.ceil(ticks * GROWTH));
  }

  /**
   * The share of the accepted error that a look may use.
   *
   * @param look from 1
   */
  static double share(int look) {
    return (OFFSET + 1) / ((look + OFFSET) * (look + OFFSET + 1));
  }
}
