package dev.ziggurat.ledger;

/** Whether budgets have room for an amount. */
public sealed interface Admission {

  /** The amount is reserved in all of them. */
  record Granted(BudgetReservation reservation) implements Admission {}

  /**
   * One of them has no room; nothing is reserved.
   *
   * @param budget the first without room
   * @param amount what was to be reserved
   * @param spent of that budget, as far as this process knows
   */
  record Refused(Budget budget, long amount, long spent) implements Admission {

    /** Whether there may be room once calls in flight are settled for less than they reserved. */
    public boolean isForNow() {
      return spent <= budget.cap() - amount;
    }
  }
}
