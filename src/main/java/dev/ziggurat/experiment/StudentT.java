package dev.ziggurat.experiment;

/**
 * Student's t distribution, whose tails are expressed by the regularized incomplete beta function:
 * {@code P(|T| > t) = I_x(ν/2, 1/2)} with {@code x = ν / (ν + t²)} (NIST Digital Library of
 * Mathematical Functions, 8.17; its continued fraction is 8.17.22).
 */
final class StudentT {

  private static final int MAX_TERMS = 500;
  private static final int MAX_STEPS = 100;
  private static final double TINY = 1e-300;
  private static final double PRECISION = 1e-14;
  private static final double QUANTILE_PRECISION = 1e-10;
  private static final double GREATEST = 1e9;

  /** Above it the distribution is taken for the normal one, from which it differs by 1e-6. */
  private static final double MANY_DEGREES = 1e5;

  private static final double STIRLING_FROM = 10;

  private StudentT() {}

  /**
   * The value that {@code |T|} exceeds with this probability.
   *
   * @param degrees of freedom, at least 1; need not be whole
   */
  static double quantile(double probability, double degrees) {
    var nu = Math.clamp(degrees, 1, MANY_DEGREES);
    var low = 0.0;
    var high = 1.0;
    while (tails(high, nu) > probability && high < GREATEST) {
      low = high;
      high *= 2;
    }
    // Newton's steps on the logarithm, and a bisection where one would leave the bracket.
    var t = (low + high) / 2;
    for (var i = 0; i < MAX_STEPS; i++) {
      var tails = tails(t, nu);
      if (tails > probability) {
        low = t;
      } else {
        high = t;
      }
      var next = t + (Math.log(tails) - Math.log(probability)) * tails / (2 * density(t, nu));
      next = next > low && next < high ? next : (low + high) / 2;
      if (Math.abs(next - t) <= next * QUANTILE_PRECISION) {
        return next;
      }
      t = next;
    }
    return high;
  }

  private static double density(double t, double nu) {
    return Math.exp(
        logGamma((nu + 1) / 2)
            - logGamma(nu / 2)
            - Math.log(nu * Math.PI) / 2
            - (nu + 1) / 2 * Math.log1p(t * t / nu));
  }

  /** {@code P(|T| > t)}. */
  static double tails(double t, double degrees) {
    return beta(degrees / (degrees + t * t), degrees / 2, 0.5);
  }

  /** The regularized incomplete beta function. */
  private static double beta(double x, double a, double b) {
    if (x <= 0 || x >= 1) {
      return x <= 0 ? 0 : 1;
    }
    var factor =
        Math.exp(
            logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
    return x < (a + 1) / (a + b + 2)
        ? factor * fraction(x, a, b) / a
        : 1 - factor * fraction(1 - x, b, a) / b;
  }

  /** The continued fraction, evaluated from its head by the modified method of Lentz. */
  private static double fraction(double x, double a, double b) {
    var numerators = 1.0;
    var denominators = 1 / away(1 - (a + b) * x / (a + 1));
    var value = denominators;
    for (var m = 1; m <= MAX_TERMS; m++) {
      var even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      denominators = 1 / away(1 + even * denominators);
      numerators = away(1 + even / numerators);
      value *= denominators * numerators;
      var odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      denominators = 1 / away(1 + odd * denominators);
      numerators = away(1 + odd / numerators);
      var step = denominators * numerators;
      value *= step;
      if (Math.abs(step - 1) < PRECISION) {
        break;
      }
    }
    return value;
  }

  private static double away(double fromZero) {
    return Math.abs(fromZero) < TINY ? TINY : fromZero;
  }

  /** Stirling's series (DLMF 5.11.1), after moving small arguments up by the recurrence. */
  static double logGamma(double argument) {
    var shift = 0.0;
    var z = argument;
    while (z < STIRLING_FROM) {
      shift += Math.log(z);
      z++;
    }
    var square = z * z;
    var series =
        (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - 1.0 / 1680 / square) / square) / square) / z;
    return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - shift;
  }
}
