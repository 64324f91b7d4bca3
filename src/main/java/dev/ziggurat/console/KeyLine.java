package dev.ziggurat.console;

import dev.ziggurat.gateway.keys.KeyView;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** A key as a row of the page. */
public record KeyLine(KeyView key) {

  private static final int MICRO_DIGITS = 6;

  /**
   * The spend of a period, as a bar.
   *
   * @param period its display name
   * @param cap in millionths of a dollar; empty without a limit
   * @param soft from which on is warned, in millionths of a dollar; empty without a soft limit
   */
  public record Bar(String period, KeyView.Spent spent, Optional<Long> cap, Optional<Long> soft) {

    /** Spent and held, in millionths of a dollar. */
    public long taken() {
      return spent.spentMicroUsd() + spent.heldMicroUsd();
    }

    /** Whether the soft limit is reached. */
    public boolean isAboveSoft() {
      return soft.filter(warned -> spent.spentMicroUsd() >= warned).isPresent();
    }
  }

  /** The bars of the current day and month. */
  public List<Bar> bars() {
    return List.of(
        new Bar(
            "today",
            key.today(),
            key.dollarsPerDay().map(KeyLine::micro),
            key.softDollarsPerDay().map(KeyLine::micro)),
        new Bar(
            "this month",
            key.thisMonth(),
            key.dollarsPerMonth().map(KeyLine::micro),
            key.softDollarsPerMonth().map(KeyLine::micro)));
  }

  /** The allowed models, one per line; empty for all. */
  public String models() {
    return String.join("\n", key.models().orElse(List.of()));
  }

  /** The guardrails as JSON; empty for none. */
  public String guardrails() {
    return key.guardrails().isEmpty() ? "" : key.guardrails().toPrettyString();
  }

  private static long micro(BigDecimal dollars) {
    return dollars.movePointRight(MICRO_DIGITS).longValue();
  }
}
