package dev.ziggurat.tick;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a player stands in its game.
 *
 * @param paused whether triggers of the game are skipped
 * @param lastTick the newest tick; 0 before the first
 * @param lastSlot the slot of the newest tick; empty before the first
 * @param lastClosed the newest tick that has closed; 0 before the first
 * @param open whether the newest tick is running and still takes the player's decision
 * @param given whether there is a decision that no tick has taken
 * @param answerUntil until when the running tick waits, at the latest; empty if it does not
 * @param nextTick the tick in which the player has its next turn, or has one now
 */
public record Standing(
    boolean paused,
    long lastTick,
    Optional<Instant> lastSlot,
    long lastClosed,
    boolean open,
    boolean given,
    Optional<Instant> answerUntil,
    long nextTick) {

  /** Whether the running tick waits for a decision. */
  public boolean wanted() {
    return open && !given;
  }
}
