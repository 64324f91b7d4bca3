package dev.ziggurat.ledger;

/**
 * A bound on what may be used up within a period, by all processes together.
 *
 * @param id whose it is and of which period, such as {@code key/<id>/2026-11-25}: the next period
 *     is another budget
 * @param cap the most that is admitted, in the budget's own unit: nano-dollars, or calls
 */
public record Budget(String id, long cap) {}
