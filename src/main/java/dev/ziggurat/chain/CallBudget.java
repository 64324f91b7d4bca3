package dev.ziggurat.chain;

import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.ledger.BudgetReservation;
import dev.ziggurat.ledger.SpendLimit;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.money.NanoDollars;
import java.math.BigDecimal;
import java.util.Optional;

/** What one call may spend, set aside before each provider is asked. */
final class CallBudget {

  private final SpendLimit spendLimit;
  private boolean exceeded;
  private boolean away;

  CallBudget(SpendLimit spendLimit) {
    this.spendLimit = spendLimit;
  }

  /**
   * Sets aside what asking this provider may cost.
   *
   * @throws ProviderSkipped when there is not enough left, or the database cannot be asked
   */
  BudgetReservation reserve(Call call, Provider provider, Optional<NanoDollars> worst) {
    var hold = held(call, provider, worst);
    exceeded |= hold.isEmpty();
    return hold.orElseThrow(
        () ->
            call.skip(
                provider,
                worst.isPresent()
                    ? "over budget: it could cost up to $%s"
                        .formatted(BigDecimal.valueOf(worst.get().value(), 9).toPlainString())
                    : "its price is not known, so it cannot be held to a budget"));
  }

  /** Without the database no budget can be checked, so no provider is asked; it is asked once. */
  private Optional<BudgetReservation> held(
      Call call, Provider provider, Optional<NanoDollars> worst) {
    try {
      if (!away) {
        return spendLimit.reserve(worst);
      }
    } catch (DatabaseException gone) {
      away = true;
    }
    throw call.skipForNow(
        provider, "what is left to spend cannot be looked up: the database is away");
  }

  /** Whether a provider was skipped because there was not enough left to spend. */
  boolean exceeded() {
    return exceeded;
  }
}
