package dev.ziggurat.tick;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A request for a tick.
 *
 * @param key idempotency key, unique in its game; the slot's text when the caller gives none
 * @param slot the scheduled time, or the time of arrival, to the microsecond
 * @param unscheduled whether the slot is only the time of arrival: then it may be moved behind the
 *     game's newest slot
 * @param budget how long the tick may take
 */
public record Trigger(
    String game, String key, Instant slot, boolean unscheduled, Duration budget) {

  /** Apply and close get at most a third of a budget, so that a short one leaves time to think. */
  private static final int RESERVE_DIVISOR = 3;

  /** A trigger of a scheduled slot. */
  public Trigger(String game, String key, Instant slot, Duration budget) {
    this(game, key, slot, false, budget);
  }

  /** A trigger without a schedule: its slot is the time of arrival. */
  public static Trigger unscheduled(String game, String key, Instant arrival, Duration budget) {
    return new Trigger(game, key, arrival, true, budget);
  }

  /** The same trigger with another budget. */
  public Trigger within(Duration other) {
    return new Trigger(game, key, slot, unscheduled, other);
  }

  /**
   * The slot of a new tick: slots of a game only grow.
   *
   * @param newest the slot of the game's last tick, if it has one
   * @return empty if the scheduled slot is not after it
   */
  Optional<Instant> slotAfter(Optional<Instant> newest) {
    if (newest.isEmpty() || slot.isAfter(newest.get())) {
      return Optional.of(slot);
    }
    return unscheduled ? newest.map(last -> last.plus(1, ChronoUnit.MICROS)) : Optional.empty();
  }

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
