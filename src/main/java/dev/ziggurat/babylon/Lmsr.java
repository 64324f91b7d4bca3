package dev.ziggurat.babylon;

/**
 * The logarithmic market scoring rule (Hanson 2003): {@code y} and {@code n} outstanding shares
 * cost {@code C = b ln(e^(y/b) + e^(n/b))} in total, a trade costs the difference, and the price of
 * a side is the derivative. With {@code d = (own - other) / b} the difference has closed forms
 * without overflow or cancellation. The trader gets the exact amount rounded down, minus one unit:
 * floating point is off by far less than one unit within the bounds checked here, so rounding never
 * favours a trader.
 *
 * @param liquidity the <i>b</i>, in micro-points
 */
record Lmsr(long liquidity) {

  /** Max difference of the outstanding shares of the two sides, in units of b. */
  static final int MAX_SKEW = 10;

  private static final long MIN_LIQUIDITY = 1_000;
  private static final long MAX_LIQUIDITY = 1_000_000_000_000L;
  private static final long MARGIN = 1_000;

  Lmsr {
    checkLiquidity(liquidity);
  }

  static void checkLiquidity(long liquidity) {
    if (liquidity < MIN_LIQUIDITY || liquidity > MAX_LIQUIDITY) {
      throw new IllegalArgumentException(
          "liquidity must lie between %d and %d micro-points, not %d"
              .formatted(MIN_LIQUIDITY, MAX_LIQUIDITY, liquidity));
    }
  }

  /** The initial pool paid by the house: its maximum loss plus a margin. */
  long funding() {
    return (long) StrictMath.ceil(liquidity * StrictMath.log(2)) + MARGIN;
  }

  /** The price of a side in points, between 0 and 1, from the shares outstanding. */
  double price(long own, long other) {
    return 1 / (1 + StrictMath.exp(-distance(own, other)));
  }

  /** The micro-shares of a side for this many micro-points; below 1 if too few for any. */
  long sharesFor(long microPoints, long own, long other) {
    double growth = StrictMath.expm1((double) microPoints / liquidity);
    double inversePrice = 1 + StrictMath.exp(-distance(own, other));
    return lessOne(liquidity * StrictMath.log1p(growth * inversePrice));
  }

  /** The micro-points for this many micro-shares of a side; below 1 if too few for any. */
  long pointsFor(long microShares, long own, long other) {
    double decline = StrictMath.expm1(-(double) microShares / liquidity);
    return lessOne(-liquidity * StrictMath.log1p(price(own, other) * decline));
  }

  /** Whether the difference of the sides exceeds the limit. */
  boolean isSkewed(long own, long other) {
    return Math.abs(own - other) > MAX_SKEW * liquidity;
  }

  private double distance(long own, long other) {
    return (double) (own - other) / liquidity;
  }

  private static long lessOne(double exact) {
    return (long) StrictMath.floor(exact) - 1;
  }
}
