package dev.ziggurat.console;

import dev.ziggurat.gateway.keys.KeyView;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** A key as a line of the page tells it. */
public record KeyLine(KeyView key) {

  private static final int MICRO_DIGITS = 6;

  /**
   * What was spent in a period, as a bar.
   *
   * @param period as a person says it
   * @param cap in millionths of a dollar; empty where there is no bound
   */
  public record Bar(String period, KeyView.Spent spent, Optional<Long> cap) {

    /** What is gone or held, in millionths of a dollar. */
    public long taken() {
      return spent.spentMicroUsd() + spent.heldMicroUsd();
    }
  }

  /** The present day and month. */
  public List<Bar> bars() {
    return List.of(
        new Bar("today", key.today(), key.dollarsPerDay().map(KeyLine::micro)),
        new Bar("this month", key.thisMonth(), key.dollarsPerMonth().map(KeyLine::micro)));
  }

  /** The models it may be used for, one a line; nothing for all. */
  public String models() {
    return String.join("\n", key.models().orElse(List.of()));
  }

  private static long micro(BigDecimal dollars) {
    return dollars.movePointRight(MICRO_DIGITS).longValue();
  }
}
