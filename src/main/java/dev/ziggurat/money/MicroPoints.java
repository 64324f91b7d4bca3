package dev.ziggurat.money;

import java.math.BigDecimal;

/** Formats game points: amounts are {@code long}s of millionths of a point. */
public final class MicroPoints {

  /** One point. */
  public static final long ONE = 1_000_000L;

  private MicroPoints() {}

  /** The amount in points, with at most six decimals. */
  public static String format(long microPoints) {
    return BigDecimal.valueOf(microPoints, 6).stripTrailingZeros().toPlainString();
  }
}
