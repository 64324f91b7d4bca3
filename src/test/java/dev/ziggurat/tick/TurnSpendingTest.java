package dev.ziggurat.tick;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.ledger.BudgetScope;
import dev.ziggurat.ledger.SpendBudget;
import dev.ziggurat.ledger.SpendDecision;
import dev.ziggurat.ledger.SpendLimit;
import dev.ziggurat.money.NanoDollars;
import dev.ziggurat.money.SpendCap;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which budget a turn without an answer is held by. */
class TurnSpendingTest {

  private static final Instant NOW = Instant.parse("2026-11-30T14:00:00Z");

  private final TurnSpending spending = new TurnSpending(SpendLimit.UNLIMITED);

  private static SpendDecision.Refused refusal(BudgetScope scope, String owner, boolean forNow) {
    var cap = new SpendCap(Optional.of(new NanoDollars(5)), Optional.empty());
    return new SpendDecision.OverBudget(
        SpendBudget.ofDay(scope, owner, cap, NOW), new NanoDollars(3), new NanoDollars(2), forNow);
  }

  private Optional<BudgetScope> heldBy(boolean asked) {
    return spending.holds(asked).flatMap(TurnBudgetNote::heldBy);
  }

  @Test
  void theBudgetThatRefusedLastIsTold() {
    assertThat(spending.holds(false)).isEmpty();
    spending.refused(refusal(BudgetScope.GAME_DAY, "g", true));
    spending.refused(refusal(BudgetScope.AGENT_DAY, "g/a", false));
    assertThat(heldBy(true)).contains(BudgetScope.AGENT_DAY);
    assertThat(spending.holds(true).flatMap(TurnBudgetNote::note).orElseThrow())
        .startsWith("the agent's budget of the day, $0.000000005, has no room");
  }

  @Test
  void whoWaitedForCallsInFlightIsNotHeldByThem() {
    spending.refused(refusal(BudgetScope.GAME_DAY, "g", true));
    assertThat(heldBy(false)).contains(BudgetScope.GAME_DAY);
    spending.granted();
    assertThat(heldBy(true)).as("a provider failed then").isEmpty();
    spending.refused(refusal(BudgetScope.GAME_DAY, "g", false));
    spending.granted();
    assertThat(heldBy(true)).as("it has no room for a dearer provider").isPresent();
  }

  @Test
  void aProvidersBudgetHoldsIfNoOtherWasAsked() {
    spending.refused(refusal(BudgetScope.PROVIDER_DAY, "wandb", false));
    spending.refused(refusal(BudgetScope.PROVIDER_DAY, "groq", false));
    assertThat(heldBy(true)).isEmpty();
    assertThat(heldBy(false)).contains(BudgetScope.PROVIDER_DAY);
    assertThat(spending.holds(false).flatMap(TurnBudgetNote::note).orElseThrow())
        .startsWith("wandb: the provider's budget of the day")
        .endsWith("; nor have budgets of groq");
  }
}
