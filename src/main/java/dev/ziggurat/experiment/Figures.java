package dev.ziggurat.experiment;

import java.math.BigDecimal;
import java.math.MathContext;

/** Writes measured numbers for people. */
public final class Figures {

  private static final MathContext DIGITS = new MathContext(3);

  private Figures() {}

  /** With three significant digits, and no fewer than the whole ones. */
  public static String of(double value) {
    var rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    var plain = rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    return plain.toPlainString().replace('-', '−');
  }
}
