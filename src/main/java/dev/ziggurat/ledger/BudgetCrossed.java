package dev.ziggurat.ledger;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.ziggurat.money.NanoDollars;
import java.time.Instant;
import java.util.Locale;

/**
 * A CDI event: spending has reached a limit of a budget. Fired once per budget, period and limit,
 * by the process that finds it first; again in the same period only when the limit was raised and
 * is reached again. Fired in the transaction that notes it.
 *
 * @param limit which limit
 * @param amount the limit
 * @param spent in all processes at that time
 */
public record BudgetCrossed(
    SpendBudget budget, Limit limit, NanoDollars amount, NanoDollars spent, Instant at) {

  /** A kind of limit. */
  public enum Limit {
    /** Spending has reached the soft limit. */
    SOFT,
    /** A call was refused because of the hard limit. */
    HARD;

    /** The name in JSON and metrics: {@code soft, hard}. */
    @JsonValue
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
