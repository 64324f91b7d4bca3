package dev.ziggurat.money;

import java.math.BigDecimal;

/** Game points as whole millionths: the amounts are plain {@code long}s, this only writes them. */
public final class MicroPoints {

  /** One point. */
  public static final long ONE = 1_000_000L;

  private MicroPoints() {}

  /** The amount as a person reads it, in points with at most six decimals. */
  public static String format(long microPoints) {
    return BigDecimal.valueOf(microPoints, 6).stripTrailingZeros().toPlainString();
  }
}
