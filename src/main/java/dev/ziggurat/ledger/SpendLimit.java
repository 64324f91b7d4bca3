package dev.ziggurat.ledger;

import dev.ziggurat.money.NanoDollars;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a call may spend: the budgets that every attempt is reserved in, and what else limits it.
 * {@link SpendBudgets} reserves and settles.
 */
@FunctionalInterface
public interface SpendLimit {

  /** No limit. */
  SpendLimit UNLIMITED = _ -> List.of();

  /** The budgets of an attempt that begins at this time, those without a limit too. */
  List<SpendBudget> budgets(Instant at);

  /**
   * Reserves the maximum cost of an attempt in a limit that is no budget.
   *
   * @param worst the maximum cost; empty when its price is unknown
   * @return empty when the limit has not enough left
   */
  default Optional<BudgetReservation> reserveElsewhere(Optional<NanoDollars> worst) {
    return Optional.of(_ -> {});
  }

  /** Is told that an attempt was refused, by this limit or by a budget of the provider. */
  default void refused(SpendDecision.Refused why) {}

  /** Is told that an attempt was admitted. */
  default void granted() {}

  /** Both limits: refuses what one of them refuses. */
  default SpendLimit and(SpendLimit other) {
    var one = this;
    return new SpendLimit() {
      @Override
      public List<SpendBudget> budgets(Instant at) {
        return Stream.concat(one.budgets(at).stream(), other.budgets(at).stream()).toList();
      }

      @Override
      public Optional<BudgetReservation> reserveElsewhere(Optional<NanoDollars> worst) {
        return one.reserveElsewhere(worst).flatMap(mine -> both(mine, worst));
      }

      private Optional<BudgetReservation> both(
          BudgetReservation mine, Optional<NanoDollars> worst) {
        var theirs = other.reserveElsewhere(worst);
        if (theirs.isEmpty()) {
          mine.settle(0);
        }
        return theirs.map(
            reservation ->
                used -> {
                  mine.settle(used);
                  reservation.settle(used);
                });
      }

      @Override
      public void refused(SpendDecision.Refused why) {
        one.refused(why);
        other.refused(why);
      }

      @Override
      public void granted() {
        one.granted();
        other.granted();
      }
    };
  }
}
