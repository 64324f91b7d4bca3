package dev.ziggurat.ledger;

/**
 * An amount reserved before use, until the used amount is known. Settled once; later settlements
 * are ignored.
 */
@FunctionalInterface
public interface BudgetReservation {

  /**
   * Replaces the reserved amount by the used one.
   *
   * @param used in the budget's own unit; 0 returns all of it; may be more than was reserved
   */
  void settle(long used);
}
