package dev.ziggurat.tick;

import dev.ziggurat.ledger.BudgetScope;
import dev.ziggurat.ledger.SpendBudget;
import dev.ziggurat.ledger.SpendDecision;
import dev.ziggurat.ledger.SpendLimit;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What one turn may spend, and what its budgets refused. Used by one thread at a time. */
final class TurnSpending implements SpendLimit {

  private final SpendLimit limit;
  private Optional<String> refusedByGame = Optional.empty();

  /** The last refusal of each provider, in the order of the chain. */
  private final Map<String, String> refusedByProviders = new LinkedHashMap<>();

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
      case SpendDecision.OverBudget over ->
          refusedByProviders.put(over.budget().owner(), over.explanation());
      case SpendDecision.Unpriced(var budget) when budget.scope().isOfGame() ->
          refusedByGame = Optional.of(unpriced(budget.scope()));
      case SpendDecision.Unpriced(var budget) ->
          refusedByProviders.put(budget.owner(), unpriced(budget.scope()));
      case SpendDecision.OverOtherLimit _ -> {
        // Turns have none.
      }
    }
  }

  /** The first with its explanation, the others by name. */
  private Optional<String> refusedByProvider() {
    var others = refusedByProviders.keySet().stream().skip(1).collect(Collectors.joining(", "));
    return refusedByProviders.entrySet().stream()
        .findFirst()
        .map(first -> first.getKey() + ": " + first.getValue())
        .map(first -> others.isEmpty() ? first : first + "; nor have budgets of " + others);
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
    return refusedByGame.or(() -> asked ? Optional.empty() : refusedByProvider());
  }
}
