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

  /** The last refusal by a budget of the game. */
  private Optional<Refusal> refusedByGame = Optional.empty();

  /** The last refusal of each provider, in the order of the chain. */
  private final Map<String, Refusal> refusedByProviders = new LinkedHashMap<>();

  TurnSpending(SpendLimit limit) {
    this.limit = limit;
  }

  /**
   * A budget had no room.
   *
   * @param forNow whether only because of calls in flight
   */
  private record Refusal(BudgetScope scope, String why, boolean forNow) {

    static Refusal of(SpendDecision.OverBudget over) {
      return new Refusal(over.budget().scope(), over.explanation(), over.forNow());
    }

    static Refusal unpriced(BudgetScope scope) {
      return new Refusal(
          scope,
          "%s cannot be checked, because the price of a model is unknown: give it one on the page AI Models, or remove the limit"
              .formatted(scope.words()),
          false);
    }
  }

  @Override
  public List<SpendBudget> budgets(Instant at) {
    return limit.budgets(at);
  }

  @Override
  public void refused(SpendDecision.Refused why) {
    switch (why) {
      case SpendDecision.OverBudget over when over.budget().scope().isOfGame() ->
          refusedByGame = Optional.of(Refusal.of(over));
      case SpendDecision.OverBudget over ->
          refusedByProviders.put(over.budget().owner(), Refusal.of(over));
      case SpendDecision.Unpriced(var budget) when budget.scope().isOfGame() ->
          refusedByGame = Optional.of(Refusal.unpriced(budget.scope()));
      case SpendDecision.Unpriced(var budget) ->
          refusedByProviders.put(budget.owner(), Refusal.unpriced(budget.scope()));
      case SpendDecision.OverOtherLimit _ -> {
        // Turns have none.
      }
    }
  }

  /** Whoever waited until calls in flight were settled does not hold because of them. */
  @Override
  public void granted() {
    refusedByGame = refusedByGame.filter(refusal -> !refusal.forNow());
  }

  /** The first with its explanation, the others by name. */
  private Optional<TurnBudgetNote> refusedByProvider() {
    var others = refusedByProviders.keySet().stream().skip(1).collect(Collectors.joining(", "));
    return refusedByProviders.entrySet().stream()
        .findFirst()
        .map(
            first ->
                note(
                    first.getValue().scope(),
                    first.getKey()
                        + ": "
                        + first.getValue().why()
                        + (others.isEmpty() ? "" : "; nor have budgets of " + others)));
  }

  private static TurnBudgetNote note(BudgetScope scope, String why) {
    return new TurnBudgetNote(Optional.of(scope), Optional.of(why));
  }

  /**
   * Why a turn without an answer holds: a budget of its game had no room, or that of a provider
   * while no other was asked.
   *
   * @param asked whether a provider was asked
   * @return empty when budgets are not the reason
   */
  Optional<TurnBudgetNote> holds(boolean asked) {
    return refusedByGame
        .map(refusal -> note(refusal.scope(), refusal.why()))
        .or(() -> asked ? Optional.empty() : refusedByProvider());
  }
}
