package dev.ziggurat.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * A limit on what all processes together may use within a period.
 *
 * @param id owner and period, such as {@code key/<id>/2026-11-25}; each period is a budget of its
 *     own
 * @param cap the limit, in the budget's own unit: nano-dollars, or calls; {@link #UNBOUNDED} to
 *     count only
 * @param over when it may be deleted; empty to keep it
 */
public record Budget(String id, long cap, Optional<Instant> over) {

  /** No limit. */
  public static final long UNBOUNDED = Long.MAX_VALUE;

  /** A budget that is never deleted. */
  public Budget(String id, long cap) {
    this(id, cap, Optional.empty());
  }
}
