package dev.ziggurat.money;

import java.math.BigDecimal;

/**
 * A cost in billionths of a US dollar.
 *
 * @param value may be negative only as the difference of two costs
 */
public record NanoDollars(long value) implements Comparable<NanoDollars> {

  public static final NanoDollars ZERO = new NanoDollars(0);

  private static final long NANO_PER_MICRO = 1_000;
  private static final int DIGITS = 9;

  /**
   * The amount in dollars, exactly.
   *
   * @throws ArithmeticException if it has more than nine decimals or is too large
   */
  public static NanoDollars ofDollars(BigDecimal dollars) {
    return new NanoDollars(dollars.movePointRight(DIGITS).longValueExact());
  }

  /** The amount in dollars, exactly and without needless zeros, such as {@code 4.5}. */
  public String dollars() {
    return value == 0
        ? "0"
        : BigDecimal.valueOf(value, DIGITS).stripTrailingZeros().toPlainString();
  }

  /** The sum. */
  public NanoDollars plus(NanoDollars other) {
    return new NanoDollars(Math.addExact(value, other.value));
  }

  /** Whole micro-dollars, rounded up, so that no cost is shown as 0. */
  public long microDollars() {
    return Math.ceilDiv(value, NANO_PER_MICRO);
  }

  /** The larger of the two. */
  public NanoDollars max(NanoDollars other) {
    return compareTo(other) >= 0 ? this : other;
  }

  @Override
  public int compareTo(NanoDollars other) {
    return Long.compare(value, other.value);
  }
}
