package dev.ziggurat.chain;

import dev.ziggurat.ledger.BudgetScope;
import dev.ziggurat.ledger.SpendBudget;
import dev.ziggurat.ledger.SpendBudgets;
import dev.ziggurat.ledger.SpendDecision;
import dev.ziggurat.ledger.SpendLimit;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.money.NanoDollars;
import dev.ziggurat.settings.Settings;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The budgets of one attempt: those of its call and those of the provider, as they are now. A
 * changed limit of a provider holds for the next attempt in the process that changed it, and in
 * others once they have checked the settings.
 */
@Singleton
class AttemptBudgets {

  private final SpendBudgets budgets;
  private final Settings settings;

  AttemptBudgets(SpendBudgets budgets, Settings settings) {
    this.budgets = budgets;
    this.settings = settings;
  }

  /**
   * Reserves the maximum cost of an attempt that begins now.
   *
   * @throws dev.ziggurat.db.DatabaseException when the database is needed and does not answer
   */
  SpendDecision reserve(
      SpendLimit limit, Provider provider, Optional<NanoDollars> worst, Instant now) {
    // Those of the call first: if they have no room, no other provider need be asked.
    var all = Stream.concat(limit.budgets(now).stream(), of(provider, now).stream()).toList();
    return budgets.reserve(all, limit, worst);
  }

  /** Tells which budgets refused the attempts of a call that got no answer. */
  void exhausted(Call call) {
    call.refusedByBudgets().forEach(budgets::refusedInTheEnd);
  }

  private List<SpendBudget> of(Provider provider, Instant now) {
    var budget = settings.current().choice(provider).budget();
    return List.of(
        SpendBudget.ofDay(BudgetScope.PROVIDER_DAY, provider.id(), budget.day(), now),
        SpendBudget.ofMonth(BudgetScope.PROVIDER_MONTH, provider.id(), budget.month(), now));
  }
}
