package dev.ziggurat.ledger;

import dev.ziggurat.money.NanoDollars;

/** Whether budgets and other limits admit an attempt. */
public sealed interface SpendDecision {

  /** The attempt may be made; what it cost is settled then. */
  record Granted(BudgetReservation reservation) implements SpendDecision {}

  /** The attempt may not be made. */
  sealed interface Refused extends SpendDecision {}

  /**
   * A budget has no room for what the attempt may cost.
   *
   * @param worst what it may cost at most
   * @param spent of the budget, as far as this process knows
   * @param forNow whether there may be room once calls in flight are settled
   */
  record OverBudget(SpendBudget budget, NanoDollars worst, NanoDollars spent, boolean forNow)
      implements Refused {

    /** Which budget, how much of it is used, when it begins anew and how to raise it. */
    public String explanation() {
      return "%s, $%s, has no room for a call that may cost up to $%s: $%s is spent%s. To go on, raise %s%s"
          .formatted(
              budget.scope().words(),
              budget.cap().hard().map(NanoDollars::dollars).orElse("unlimited"),
              worst.dollars(),
              spent.dollars(),
              forNow ? " and the rest is reserved for calls in flight" : "",
              budget.scope().setting(),
              budget.resetsAt().map(" or wait until %s"::formatted).orElse(""));
    }
  }

  /** What the attempt may cost is unknown, so that a budget with a limit cannot be checked. */
  record Unpriced(SpendBudget budget) implements Refused {}

  /** A limit that is no budget has not enough left, such as that of one call. */
  record OverOtherLimit() implements Refused {}
}
