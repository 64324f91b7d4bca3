package dev.ziggurat.memory;

import dev.ziggurat.ledger.Balance;
import dev.ziggurat.ledger.BudgetScope;
import dev.ziggurat.ledger.Budgets;
import dev.ziggurat.ledger.SpendBudget;
import dev.ziggurat.ledger.SpendLimit;
import dev.ziggurat.memory.MemorySettings.ReflectionSettings;
import dev.ziggurat.money.SpendCap;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What the reflections of a game may cost in a day. */
@Singleton
public class ReflectionBudgets {

  private final Budgets budgets;
  private final InstantSource time;

  ReflectionBudgets(Budgets budgets, InstantSource time) {
    this.budgets = budgets;
    this.time = time;
  }

  /** Limits attempts to what is left of the day. */
  SpendLimit of(String game, ReflectionSettings settings) {
    var cap = new SpendCap(Optional.of(settings.perDay()), Optional.empty());
    return at -> List.of(day(game, cap, at));
  }

  /** What is spent and held today, in nano-dollars. */
  public Balance spentToday(String game) {
    var id = day(game, SpendCap.NONE, time.instant()).id();
    return budgets.balances(List.of(id)).getOrDefault(id, Balance.ZERO);
  }

  private static SpendBudget day(String game, SpendCap cap, Instant at) {
    return SpendBudget.ofDay(BudgetScope.REFLECTION_DAY, game, cap, at);
  }
}
