package dev.ziggurat.chain;

import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.ledger.BudgetReservation;
import dev.ziggurat.ledger.BudgetScope;
import dev.ziggurat.ledger.SpendDecision;
import dev.ziggurat.ledger.SpendLimit;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.money.NanoDollars;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The budget of one call: reserves the worst-case cost before each provider is asked. */
final class CallBudget {

  private final SpendLimit spendLimit;

  /** The last refusal by budget. */
  private final Map<String, SpendDecision.OverBudget> refused = new LinkedHashMap<>();

  private boolean exceeded;
  private boolean callersExceeded;
  private boolean databaseDown;

  CallBudget(SpendLimit spendLimit) {
    this.spendLimit = spendLimit;
  }

  /**
   * Reserves the worst-case cost of asking this provider.
   *
   * @throws ProviderSkipped when a budget does not cover it, the price is unknown, or the database
   *     does not answer
   * @throws BudgetBusy when there may be room later and the call can wait
   */
  BudgetReservation reserve(
      Call call, Provider provider, AttemptCost cost, AttemptBudgets budgets, Instant now) {
    return switch (decide(call, provider, cost.worstCase(), budgets, now)) {
      case SpendDecision.Granted(var reservation) -> reservation;
      case SpendDecision.OverBudget over -> throw overBudget(call, provider, cost, over);
      case SpendDecision.Unpriced _ -> {
        exceeded = true;
        callersExceeded = true;
        throw unpriced(call, provider, cost);
      }
      case SpendDecision.OverOtherLimit _ -> {
        exceeded = true;
        callersExceeded = true;
        throw cost.worstCase()
            .map(worstCase -> overBudget(worstCase, cost.windowPart()))
            .map(reason -> call.skipTemporarily(provider, reason))
            .orElseGet(() -> unpriced(call, provider, cost));
      }
    };
  }

  private static ProviderSkipped unpriced(Call call, Provider provider, AttemptCost cost) {
    return call.skip(provider, cost.whyUnbounded() + ", so the budget cannot be checked");
  }

  /** Callers of the gateway are not told what is left of a provider's budget. */
  private RuntimeException overBudget(
      Call call, Provider provider, AttemptCost cost, SpendDecision.OverBudget over) {
    var scope = over.budget().scope();
    var reason = overBudget(over.worst(), cost.windowPart()) + detail(scope, over);
    if (over.forNow() && !(call.request() instanceof ForwardedRequest)) {
      return new BudgetBusy(provider, reason);
    }
    exceeded = true;
    refused.put(over.budget().id(), over);
    callersExceeded |= !scope.isOfProvider();
    return call.skipTemporarily(provider, reason);
  }

  private static String detail(BudgetScope scope, SpendDecision.OverBudget over) {
    if (scope.isOfGame()) {
      return "; " + over.explanation();
    }
    return scope.isOfProvider() ? "; %s has no room for it".formatted(scope.words()) : "";
  }

  private static String overBudget(NanoDollars worstCase, Optional<String> windowPart) {
    return "over budget: it could cost up to $%s%s"
        .formatted(
            BigDecimal.valueOf(worstCase.value(), 9).toPlainString(),
            windowPart.map(" (%s may take the whole context window)"::formatted).orElse(""));
  }

  /**
   * Without the database no budget with a limit can be checked, so providers are skipped. The
   * database is tried only once per call.
   */
  private SpendDecision decide(
      Call call,
      Provider provider,
      Optional<NanoDollars> worstCase,
      AttemptBudgets budgets,
      Instant now) {
    try {
      if (!databaseDown) {
        return budgets.reserve(spendLimit, provider, worstCase, now);
      }
    } catch (DatabaseException e) {
      databaseDown = true;
    }
    throw call.skipForNow(provider, "the budget cannot be checked: the database does not answer");
  }

  /** What budgets refused, not only because of calls in flight; the last refusal of each. */
  Collection<SpendDecision.OverBudget> refused() {
    return List.copyOf(refused.values());
  }

  /** Whether a provider was skipped because a budget does not cover its worst-case cost. */
  boolean exceeded() {
    return exceeded;
  }

  /** The same of a budget or limit of the caller. */
  boolean callersExceeded() {
    return callersExceeded;
  }
}
