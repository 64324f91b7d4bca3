package dev.ziggurat.tick;

import java.util.Optional;

/**
 * What budgets did to a turn.
 *
 * @param held whether it was passed over because a budget had no room, which is no failure
 * @param note which budget, in a sentence; empty if none did anything
 */
record TurnBudgetNote(boolean held, Optional<String> note) {

  /** Budgets did nothing. */
  static final TurnBudgetNote NONE = new TurnBudgetNote(false, Optional.empty());
}
