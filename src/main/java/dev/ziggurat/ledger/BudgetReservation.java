package dev.ziggurat.ledger;

/**
 * An amount set aside before something is used, until it is known how much was used. Settled once;
 * what is settled later is ignored.
 */
@FunctionalInterface
public interface BudgetReservation {

  /**
   * Replaces the reserved amount by the used one.
   *
   * @param used in the budget's own unit; 0 gives all of it back; may be more than was reserved
   */
  void settle(long used);
}
