package dev.ziggurat.gateway;

import dev.ziggurat.ledger.BudgetReservation;
import dev.ziggurat.ledger.SpendBudget;
import dev.ziggurat.ledger.SpendLimit;
import dev.ziggurat.money.NanoDollars;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The caller's cost limit for one call, over all its attempts. */
final class MaxCost implements SpendLimit {

  private final AtomicLong left;

  MaxCost(long nanoDollars) {
    this.left = new AtomicLong(nanoDollars);
  }

  @Override
  public List<SpendBudget> budgets(Instant at) {
    return List.of();
  }

  @Override
  public Optional<BudgetReservation> reserveElsewhere(Optional<NanoDollars> worst) {
    if (worst.isEmpty() || worst.get().value() > left.get()) {
      return Optional.empty();
    }
    var amount = worst.get().value();
    left.addAndGet(-amount);
    return Optional.of(used -> left.addAndGet(amount - used));
  }
}
