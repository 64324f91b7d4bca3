package dev.ziggurat.tick;

import dev.ziggurat.chain.PathStep;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.llm.AnnouncedLimits;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.FinishReason;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.world.AgentKind;
import java.util.List;
import java.util.Optional;

/**
 * The result of calling an agent's model, ready for the journal.
 *
 * @param answered completion and decision; empty when no provider gave a usable answer
 * @param outOfTime whether the deadline ended it, not a provider failure
 * @param budget what budgets did to it
 */
record Thought(
    Turn turn,
    String briefing,
    List<Attempt> attempts,
    List<PathStep> path,
    Optional<Answered> answered,
    boolean outOfTime,
    TurnBudgetNote budget) {

  /** A turn to which budgets did nothing. */
  Thought(
      Turn turn,
      String briefing,
      List<Attempt> attempts,
      List<PathStep> path,
      Optional<Answered> answered,
      boolean outOfTime) {
    this(turn, briefing, attempts, path, answered, outOfTime, TurnBudgetNote.NONE);
  }

  /** The same with what budgets did to it. */
  Thought with(TurnBudgetNote note) {
    return new Thought(turn, briefing, attempts, path, answered, outOfTime, note);
  }

  /** A completion and the decision in it. */
  record Answered(Completion completion, Decision decision) {}

  /** The turn's state once this is journaled. */
  String state() {
    if (answered.isPresent()) {
      return "thought";
    }
    return outOfTime || budget.held() ? "passed_over" : "failed";
  }

  /** Whether it is the turn of a player who gave no decision, which is no failure. */
  boolean undecided() {
    return answered.isEmpty() && outOfTime && turn.agent().kind() instanceof AgentKind.Player;
  }

  /**
   * An answer that no provider gave, so that nothing was billed.
   *
   * @param by stands where the path and the turn name a provider
   */
  static Completion completion(Provider by, String text) {
    return new Completion(
        by,
        "",
        text,
        List.of(),
        FinishReason.STOP,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        AnnouncedLimits.NONE);
  }
}
