package dev.ziggurat.tick;

import dev.ziggurat.ledger.BudgetScope;
import java.util.Optional;

/**
 * What budgets did to a turn.
 *
 * @param heldBy which budget had no room, so that the agent held, which is no failure; empty if
 *     none
 * @param note which budget, in a sentence; empty if none did anything
 */
record TurnBudgetNote(Optional<BudgetScope> heldBy, Optional<String> note) {

  /** Budgets did nothing. */
  static final TurnBudgetNote NONE = of(Optional.empty());

  /** The agent did not hold. */
  static TurnBudgetNote of(Optional<String> note) {
    return new TurnBudgetNote(Optional.empty(), note);
  }

  /** Whether the turn was passed over because a budget had no room. */
  boolean held() {
    return heldBy.isPresent();
  }
}
