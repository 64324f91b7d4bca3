package dev.ziggurat.ledger;

/** Is notified when what this process spent of a budget was written to the database. */
@FunctionalInterface
interface SettlementListener {

  /**
   * All that was spent up to now is written.
   *
   * @param budget its id
   * @param spent by all processes
   * @param closed whether this process does not use the budget any more
   */
  void settled(String budget, long spent, boolean closed);
}
