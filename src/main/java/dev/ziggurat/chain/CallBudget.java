package dev.ziggurat.chain;

import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.ledger.BudgetReservation;
import dev.ziggurat.ledger.SpendLimit;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.money.NanoDollars;
import java.math.BigDecimal;
import java.util.Optional;

/** The budget of one call: reserves the worst-case cost before each provider is asked. */
final class CallBudget {

  private final SpendLimit spendLimit;
  private boolean exceeded;
  private boolean databaseDown;

  CallBudget(SpendLimit spendLimit) {
    this.spendLimit = spendLimit;
  }

  /**
   * Reserves the worst-case cost of asking this provider.
   *
   * @throws ProviderSkipped when the budget does not cover it, the price is unknown, or the
   *     database does not answer
   */
  BudgetReservation reserve(Call call, Provider provider, AttemptCost cost) {
    var reservation = tryReserve(call, provider, cost.worstCase());
    exceeded |= reservation.isEmpty();
    return reservation.orElseThrow(
        () ->
            cost.worstCase()
                .map(worstCase -> overBudget(worstCase, cost.windowPart()))
                .map(reason -> call.skipTemporarily(provider, reason))
                .orElseGet(
                    () ->
                        call.skip(
                            provider, cost.whyUnbounded() + ", so the budget cannot be checked")));
  }

  private static String overBudget(NanoDollars worstCase, Optional<String> windowPart) {
    return "over budget: it could cost up to $%s%s"
        .formatted(
            BigDecimal.valueOf(worstCase.value(), 9).toPlainString(),
            windowPart.map(" (%s may take the whole context window)"::formatted).orElse(""));
  }

  /**
   * Without the database no budget can be checked, so providers are skipped. The database is tried
   * only once per call.
   */
  private Optional<BudgetReservation> tryReserve(
      Call call, Provider provider, Optional<NanoDollars> worstCase) {
    try {
      if (!databaseDown) {
        return spendLimit.reserve(worstCase);
      }
    } catch (DatabaseException e) {
      databaseDown = true;
    }
    throw call.skipForNow(provider, "the budget cannot be checked: the database does not answer");
  }

  /** Whether a provider was skipped because the budget does not cover its worst-case cost. */
  boolean exceeded() {
    return exceeded;
  }
}
