package dev.ziggurat.memory;

import dev.ziggurat.ledger.Balance;
import dev.ziggurat.ledger.Budget;
import dev.ziggurat.ledger.Budgets;
import dev.ziggurat.ledger.SpendLimit;
import dev.ziggurat.memory.MemorySettings.ReflectionSettings;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
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

  /** Reserves the most that an attempt can cost; one of unknown price is refused. */
  SpendLimit of(String game, ReflectionSettings settings) {
    return worst ->
        worst.flatMap(
            cost -> budgets.reserve(List.of(today(game, settings.perDay().value())), cost.value()));
  }

  /** What is spent and held today, in nano-dollars. */
  public Balance spentToday(String game) {
    var id = today(game, Budget.UNBOUNDED).id();
    return budgets.balances(List.of(id)).getOrDefault(id, Balance.ZERO);
  }

  private Budget today(String game, long cap) {
    var day = LocalDate.ofInstant(time.instant(), ZoneOffset.UTC);
    return new Budget(
        "reflection/" + game + '/' + day,
        cap,
        Optional.of(day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant()));
  }
}
