package dev.ziggurat.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * A bound on what may be used up within a period, by all processes together.
 *
 * @param id whose it is and of which period, such as {@code key/<id>/2026-11-25}: the next period
 *     is another budget
 * @param cap the most that is admitted, in the budget's own unit: nano-dollars, or calls; {@link
 *     #UNBOUNDED} to count only
 * @param over when its period is over, if nobody asks for its balance after that; empty to keep it
 */
public record Budget(String id, long cap, Optional<Instant> over) {

  /** A cap that nothing reaches. */
  public static final long UNBOUNDED = Long.MAX_VALUE;

  /** A budget whose balance is kept. */
  public Budget(String id, long cap) {
    this(id, cap, Optional.empty());
  }
}
