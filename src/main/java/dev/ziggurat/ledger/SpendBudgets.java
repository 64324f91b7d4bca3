package dev.ziggurat.ledger;

import dev.ziggurat.money.NanoDollars;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * Reserves the maximum cost of attempts in all budgets that bind them, in one go, and settles what
 * they cost. What is admitted never exceeds a hard limit. An attempt of unknown price is refused if
 * one of its budgets has a hard limit; otherwise it is counted when settled.
 */
@Singleton
public class SpendBudgets {

  private final Budgets budgets;
  private final BudgetCrossings crossings;

  SpendBudgets(Budgets budgets, BudgetCrossings crossings) {
    this.budgets = budgets;
    this.crossings = crossings;
  }

  /**
   * Reserves the maximum cost of an attempt.
   *
   * @param limit what else limits it; its budgets are among those of the list
   * @param worst the maximum cost; empty when it is unknown
   * @throws dev.ziggurat.db.DatabaseException when a budget has a limit and the database does not
   *     answer
   */
  public SpendDecision reserve(
      List<SpendBudget> bound, SpendLimit limit, Optional<NanoDollars> worst) {
    var decision = decide(bound, limit, worst);
    switch (decision) {
      case SpendDecision.Granted _ -> limit.granted();
      case SpendDecision.Refused refused -> limit.refused(refused);
    }
    return decision;
  }

  private SpendDecision decide(
      List<SpendBudget> bound, SpendLimit limit, Optional<NanoDollars> worst) {
    if (worst.isEmpty()) {
      var limited = bound.stream().filter(each -> each.cap().hard().isPresent()).findFirst();
      if (limited.isPresent()) {
        return new SpendDecision.Unpriced(limited.get());
      }
    }
    return limit
        .reserveElsewhere(worst)
        .map(elsewhere -> reserved(bound, elsewhere, worst.orElse(NanoDollars.ZERO)))
        .orElseGet(SpendDecision.OverOtherLimit::new);
  }

  private SpendDecision reserved(
      List<SpendBudget> bound, BudgetReservation elsewhere, NanoDollars amount) {
    SpendDecision decision = new SpendDecision.OverOtherLimit();
    try {
      bound.forEach(crossings::watch);
      decision =
          switch (budgets.admit(bound.stream().map(SpendBudget::budget).toList(), amount.value())) {
            case Admission.Granted(var reservation) ->
                new SpendDecision.Granted(
                    used -> {
                      elsewhere.settle(used);
                      reservation.settle(used);
                    });
            case Admission.Refused refused -> overBudget(bound, refused, amount);
          };
      return decision;
    } finally {
      if (!(decision instanceof SpendDecision.Granted)) {
        elsewhere.settle(0);
      }
    }
  }

  private SpendDecision overBudget(
      List<SpendBudget> bound, Admission.Refused refused, NanoDollars amount) {
    var budget =
        bound.stream()
            .filter(each -> each.id().equals(refused.budget().id()))
            .findFirst()
            .orElseThrow();
    return new SpendDecision.OverBudget(
        budget, amount, new NanoDollars(refused.spent()), refused.isForNow());
  }

  /**
   * Tells that a call got no answer after this budget had refused an attempt: its hard limit counts
   * as reached. While another, such as a cheaper provider, answers, it does not.
   */
  public void refusedInTheEnd(SpendDecision.OverBudget over) {
    if (!over.forNow()) {
      crossings.refused(over.budget(), over.spent());
    }
  }

  /** What all processes spent of a budget, as far as this one knows; 0 if it does not use it. */
  public NanoDollars knownSpent(SpendBudget budget) {
    return new NanoDollars(budgets.knownSpent(budget.id()));
  }
}
