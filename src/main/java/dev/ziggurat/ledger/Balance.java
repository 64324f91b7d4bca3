package dev.ziggurat.ledger;

/**
 * How a budget stands, in its own unit.
 *
 * @param spent what is gone for good
 * @param held what processes may still spend without asking
 * @param orphaned the part of what is spent that nobody accounted for: it was held by a process
 *     that died
 */
public record Balance(long spent, long held, long orphaned) {

  /** Of a budget that nobody has used. */
  public static final Balance ZERO = new Balance(0, 0, 0);
}
