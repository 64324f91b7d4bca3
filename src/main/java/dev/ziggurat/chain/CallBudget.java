package dev.ziggurat.chain;

import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.ledger.BudgetReservation;
import dev.ziggurat.ledger.SpendLimit;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.RequestBound;
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
  BudgetReservation reserve(Call call, Provider provider, Optional<NanoDollars> worstCase) {
    var reservation = tryReserve(call, provider, worstCase);
    exceeded |= reservation.isEmpty();
    return reservation.orElseThrow(
        () ->
            worstCase
                .map(cost -> overBudget(cost, call.request().bound()))
                .map(reason -> call.skipTemporarily(provider, reason))
                .orElseGet(() -> call.skip(provider, uncheckable(call.request().bound()))));
  }

  private static String overBudget(NanoDollars worstCase, RequestBound bound) {
    return "over budget: it could cost up to $%s%s"
        .formatted(
            BigDecimal.valueOf(worstCase.value(), 9).toPlainString(),
            bound
                .windowPart()
                .map(" (%s may take the whole context window)"::formatted)
                .orElse(""));
  }

  private static String uncheckable(RequestBound bound) {
    return bound
        .unpriced()
        .map("%s is billed by more than the prices of tokens"::formatted)
        .or(
            () ->
                bound
                    .windowPart()
                    .map(
                        "%s may take the whole context window, and the model's price or contextTokens are unknown"
                            ::formatted))
        .orElse("its price is unknown")
        .concat(", so the budget cannot be checked");
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
