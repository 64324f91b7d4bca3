package dev.ziggurat.ledger;

/**
 * The state of a budget, in its own unit.
 *
 * @param spent the amount used
 * @param held the amount leased to processes and not yet spent
 * @param orphaned the part of {@code spent} that was leased to processes that died
 */
public record Balance(long spent, long held, long orphaned) {

  /** An unused budget. */
  public static final Balance ZERO = new Balance(0, 0, 0);
}
