package dev.ziggurat.experiment;

import java.util.Arrays;

/**
 * Confidence sequences for the difference of means between two arms: with the stated confidence
 * <em>all</em> intervals of an experiment contain their differences, so that one may look at them
 * as often as one likes and stop whenever one likes.
 *
 * <p><b>Unit.</b> The agent, not the turn: an agent is assigned once, and its turns depend on each
 * other (a persona that trades well trades well every time, and what is worth much may fall back).
 * A thousand turns of ten agents are ten observations. At each look an agent counts with one
 * number: its mean per turn since the experiment began.
 *
 * <p><b>Within a look</b> the means over the agents of two arms are compared by Welch's interval
 * for unequal variances (B. L. Welch, "The generalization of 'Student's' problem when several
 * different population variances are involved", Biometrika 34, 1947), or by Student's with the
 * common variance of both arms where that is wider: a small arm of skewed profits that happens to
 * lack the rare great ones has a low mean and a low variance at once, and would look certain.
 *
 * <p><b>Over looks.</b> Results are computed after the ticks of a fixed {@link LookSchedule}, and
 * look {@code j} may err with probability {@code α·6/((j+5)(j+6))}, which adds up to {@code α} over
 * endlessly many looks: the spending of an error over interim analyses (K. K. G. Lan and D. L.
 * DeMets, "Discrete sequential boundaries for clinical trials", Biometrika 70, 1983) by a union
 * bound over geometric epochs as in the stitching of S. R. Howard, A. Ramdas, J. McAuliffe and J.
 * Sekhon, "Time-uniform, nonparametric, nonasymptotic confidence sequences", Annals of Statistics
 * 49, 2021. Between two looks nothing is recomputed, so peeking sees no more than the looks.
 *
 * <p>The union bound needs no assumption about how ticks depend on each other. Asymptotic
 * confidence sequences (I. Waudby-Smith, D. Arbour, R. Sinha, E. H. Kennedy and A. Ramdas,
 * "Time-uniform central limit theory and asymptotic confidence sequences", 2021) are narrower, but
 * let each observation come once and new ones be independent of it. Here the same agents come back
 * in each tick, and with scores that fall back after they rose the looks are nearly independent of
 * each other, so that their boundary would be crossed too often.
 *
 * <p>As with all of these, the confidence is asymptotic in the number of agents: means of few
 * agents with heavy tails are less reliable. With fewer than {@value #LEAST_AGENTS} agents in an
 * arm there is no interval.
 */
final class ConfidenceSequence {

  /** The fewest agents of an arm for which there is an interval. */
  static final int LEAST_AGENTS = 5;

  private final double error;

  /**
   * @param error the probability with which any interval of the sequence may miss its difference
   */
  ConfidenceSequence(double error) {
    this.error = error;
  }

  /**
   * An interval.
   *
   * @param difference how much greater the mean of the other arm is than that of the control
   * @param low the lower bound of it
   * @param high the upper bound of it
   */
  record Interval(double difference, double low, double high) {

    /** Whether there is a difference. */
    boolean excludesZero() {
      return low > 0 || high < 0;
    }

    /** Whether there are enough agents for bounds. */
    boolean isBounded() {
      return Double.isFinite(low) && Double.isFinite(high);
    }
  }

  /**
   * The interval of a look.
   *
   * @param look from 1
   * @param control a number for each agent of the control
   * @param other the same of the other arm
   */
  Interval at(int look, double[] control, double[] other) {
    var difference = mean(other) - mean(control);
    if (Math.min(control.length, other.length) < LEAST_AGENTS) {
      return unbounded(difference);
    }
    var mayErr = error * LookSchedule.share(look);
    if (squaredError(control) + squaredError(other) <= 0) {
      // Without variance nothing says how far other agents may be. If both arms are alike, nothing
      // can be said; if not, each is taken to have one agent more, who is as those of the other.
      return difference == 0
          ? unbounded(difference)
          : within(mayErr, difference, with(control, mean(other)), with(other, mean(control)));
    }
    return within(mayErr, difference, control, other);
  }

  private static double[] with(double[] numbers, double one) {
    var more = Arrays.copyOf(numbers, numbers.length + 1);
    more[numbers.length] = one;
    return more;
  }

  private static Interval within(
      double mayErr, double difference, double[] control, double[] other) {
    var ofControl = squaredError(control);
    var ofOther = squaredError(other);
    var squared = ofControl + ofOther;
    var degrees =
        squared
            * squared
            / (ofControl * ofControl / (control.length - 1)
                + ofOther * ofOther / (other.length - 1));
    var together = control.length + other.length - 2.0;
    var common =
        (ofControl * control.length * (control.length - 1)
                + ofOther * other.length * (other.length - 1))
            / together
            * (1.0 / control.length + 1.0 / other.length);
    var half =
        Math.max(
            StudentT.quantile(mayErr, degrees) * Math.sqrt(squared),
            StudentT.quantile(mayErr, together) * Math.sqrt(common));
    var centre = mean(other) - mean(control);
    return new Interval(difference, centre - half, centre + half);
  }

  private static Interval unbounded(double difference) {
    return new Interval(difference, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  /** The mean; 0 of none. */
  static double mean(double[] numbers) {
    return numbers.length == 0 ? 0 : Arrays.stream(numbers).sum() / numbers.length;
  }

  /** The square of the standard error of the mean. */
  private static double squaredError(double[] numbers) {
    var mean = mean(numbers);
    var squares = Arrays.stream(numbers).map(number -> (number - mean) * (number - mean)).sum();
    // What rounding leaves of equal numbers is no variance.
    var noise = numbers.length * Math.ulp(mean) * Math.ulp(mean) * numbers.length;
    return squares <= noise ? 0 : squares / (numbers.length - 1) / numbers.length;
  }
}
