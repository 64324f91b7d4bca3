package dev.ziggurat.tick;

import java.time.Duration;
import java.time.Instant;

/**
 * What asks for a tick.
 *
 * @param key what makes it unique in its game; the slot's text when the slot is all there is
 * @param slot the scheduled instant it stands for, to the microsecond
 * @param budget how long the tick may take
 */
public record Trigger(String game, String key, Instant slot, Duration budget) {

  /**
   * Apply and close get at most this part of a budget, so that a short one leaves time to think.
   */
  private static final int MAX_RESERVE = 3;

  /** Whether this is the tick that it asks for: the one of its key or its slot. */
  boolean asksFor(Tick tick) {
    return tick.key().equals(key) || tick.slot().equals(slot);
  }

  /** What of the budget is kept for apply and close: what is wanted, but at most a third. */
  Duration reserve(Duration wanted) {
    var third = budget.dividedBy(MAX_RESERVE);
    return wanted.compareTo(third) < 0 ? wanted : third;
  }
}
