package dev.ziggurat.tick;

import dev.ziggurat.ledger.BudgetScope;
import dev.ziggurat.ledger.SpendBudget;
import dev.ziggurat.ledger.SpendDecision;
import dev.ziggurat.ledger.SpendLimit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What one turn may spend, and what its budgets refused. Used by one thread at a time. */
final class TurnSpending implements SpendLimit {

  private final SpendLimit limit;
  private Optional<String> refusedByGame = Optional.empty();
  private Optional<String> refusedByProvider = Optional.empty();

  TurnSpending(SpendLimit limit) {
    this.limit = limit;
  }

  @Override
  public List<SpendBudget> budgets(Instant at) {
    return limit.budgets(at);
  }

  @Override
  public void refused(SpendDecision.Refused why) {
    switch (why) {
      case SpendDecision.OverBudget over when over.budget().scope().isOfGame() ->
          refusedByGame = Optional.of(over.explanation());
      case SpendDecision.OverBudget over -> refusedByProvider = Optional.of(ofProvider(over));
      case SpendDecision.Unpriced(var budget) when budget.scope().isOfGame() ->
          refusedByGame = Optional.of(unpriced(budget.scope()));
      case SpendDecision.Unpriced(var budget) ->
          refusedByProvider = Optional.of(unpriced(budget.scope()));
      case SpendDecision.OverOtherLimit _ -> {
        // Turns have none.
      }
    }
  }

  private static String ofProvider(SpendDecision.OverBudget over) {
    return over.budget().owner() + ": " + over.explanation();
  }

  private static String unpriced(BudgetScope scope) {
    return "%s cannot be checked, because the price of a model is unknown: give it one on the page AI Models, or remove the limit"
        .formatted(scope.words());
  }

  /**
   * Why a turn without an answer holds: a budget of its game had no room, or that of a provider
   * while no other was asked.
   *
   * @param asked whether a provider was asked
   * @return empty when budgets are not the reason
   */
  Optional<String> holds(boolean asked) {
    return refusedByGame.or(() -> asked ? Optional.empty() : refusedByProvider);
  }
}
