package dev.ziggurat.babylon;

/**
 * The logarithmic market scoring rule (Hanson 2003): holders of {@code y} and {@code n} shares cost
 * {@code C = b ln(e^(y/b) + e^(n/b))} in all, a trade costs the difference, and the price of a side
 * is the derivative. With {@code d = (own - other) / b} the difference has closed forms without
 * overflow or cancellation. What the trader gets is the exact amount rounded down, less one unit:
 * floating point is off by far less than one unit within the bounds checked here, so no rounding
 * ever favours a trader.
 *
 * @param liquidity the <i>b</i>, in micro-points
 */
record Lmsr(long liquidity) {

  /** The furthest that the outstanding shares of the two sides may lie apart, in units of b. */
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

  /** What the house pays into the pool at opening: the most it can lose, and a margin. */
  long funding() {
    return (long) StrictMath.ceil(liquidity * StrictMath.log(2)) + MARGIN;
  }

  /** The price of a side in points, between 0 and 1, from the shares outstanding. */
  double price(long own, long other) {
    return 1 / (1 + StrictMath.exp(-distance(own, other)));
  }

  /** The micro-shares of a side that so many micro-points buy; below 1 if they buy none. */
  long sharesFor(long microPoints, long own, long other) {
    double growth = StrictMath.expm1((double) microPoints / liquidity);
    double inversePrice = 1 + StrictMath.exp(-distance(own, other));
    return lessOne(liquidity * StrictMath.log1p(growth * inversePrice));
  }

  /** The micro-points that so many micro-shares of a side fetch; below 1 if they fetch none. */
  long pointsFor(long microShares, long own, long other) {
    double decline = StrictMath.expm1(-(double) microShares / liquidity);
    return lessOne(-liquidity * StrictMath.log1p(price(own, other) * decline));
  }

  /** Whether the sides lie further apart than a market may go. */
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
