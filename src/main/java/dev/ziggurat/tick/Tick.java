package dev.ziggurat.tick;

import dev.ziggurat.world.Game;
import dev.ziggurat.world.Moment;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A tick held by a runner.
 *
 * @param epoch the fencing number under which this runner may write
 * @param startedAt when its first runner began
 * @param thinkUntil when thinking ends, so that apply and close finish by the deadline
 * @param deadline when this runner must finish, apply and close included
 * @param budgetFrom when this runner began, if its budget starts with the first call; empty if the
 *     deadline is the caller's
 * @param settingsVersion the settings in force when the fence was taken
 */
public record Tick(
    Game game,
    long number,
    String key,
    Instant slot,
    long epoch,
    Phase phase,
    Instant startedAt,
    Instant thinkUntil,
    Instant deadline,
    Optional<Instant> budgetFrom,
    long settingsVersion) {

  /** The last completed step of a tick. */
  public enum Phase {
    /** Created; it has no turns yet. */
    TRIGGERED,
    /** Its turns are created. */
    PLANNED,
    /** Its decisions have changed the world. */
    APPLIED,
    /** Its report is written. */
    CLOSED;

    String stored() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Phase of(String stored) {
      return valueOf(stored.toUpperCase(Locale.ROOT));
    }
  }

  /** The same tick, held under a newer epoch. */
  Tick under(long newer, Phase reached) {
    return new Tick(
        game,
        number,
        key,
        slot,
        newer,
        reached,
        startedAt,
        thinkUntil,
        deadline,
        budgetFrom,
        settingsVersion);
  }

  /** The tick as the world sees it. */
  public Moment moment() {
    return new Moment(number, slot);
  }
}
