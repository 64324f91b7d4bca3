package dev.ziggurat.ledger;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.ziggurat.money.NanoDollars;
import java.time.Instant;
import java.util.Locale;

/**
 * A CDI event: spending has reached a limit of a budget, or a call was refused because it does not
 * fit below the hard limit. Fired once per budget, period and limit for each of the two, by the
 * process that finds it first, and of a refused call only before the limit is reached; again in the
 * same period only when the limit was raised. Fired in the transaction that notes it.
 *
 * @param limit which limit
 * @param amount the limit
 * @param spent in all processes at that time
 */
public record BudgetCrossed(
    SpendBudget budget, Limit limit, NanoDollars amount, NanoDollars spent, Instant at) {

  /** Whether the limit is reached; else a call was refused before that. */
  public boolean isReached() {
    return spent.value() >= amount.value() && spent.value() > 0;
  }

  /** What happened, and what to do, in words. */
  public String text() {
    return text(budget.owner());
  }

  /** The same, with other words for the owner. */
  public String text(String owner) {
    return "%s of %s (%s) %s its %s limit of $%s: $%s is spent. %s"
        .formatted(
            budget.scope().words(),
            owner,
            budget.period(),
            isReached() ? "has reached" : "has no room for a call below",
            limit.id(),
            amount.dollars(),
            spent.dollars(),
            limit == Limit.HARD
                ? "To go on, raise " + budget.scope().setting()
                : "Calls go on up to the hard limit"
                    + (budget.scope().isOfGame()
                        ? ", to the game's cheaper model if it has one"
                        : ""));
  }

  /** A kind of limit. */
  public enum Limit {
    /** Spending has reached the soft limit. */
    SOFT,
    /** Spending has reached the hard limit, or a call was refused because of it. */
    HARD;

    /** The name in JSON and metrics: {@code soft, hard}. */
    @JsonValue
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
