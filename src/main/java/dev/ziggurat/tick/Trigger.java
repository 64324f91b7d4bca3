package dev.ziggurat.tick;

import java.time.Duration;
import java.time.Instant;

/**
 * A request for a tick.
 *
 * @param key idempotency key, unique in its game; the slot's text when the caller gives none
 * @param slot the scheduled time, to the microsecond
 * @param budget how long the tick may take
 */
public record Trigger(String game, String key, Instant slot, Duration budget) {

  /** Apply and close get at most a third of a budget, so that a short one leaves time to think. */
  private static final int RESERVE_DIVISOR = 3;

  /** Whether this tick has the trigger's key or slot. */
  boolean asksFor(Tick tick) {
    return tick.key().equals(key) || tick.slot().equals(slot);
  }

  /** The part of the budget kept for apply and close: the wanted one, but at most a third. */
  Duration reserve(Duration wanted) {
    var third = budget.dividedBy(RESERVE_DIVISOR);
    return wanted.compareTo(third) < 0 ? wanted : third;
  }
}
