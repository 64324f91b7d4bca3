package dev.ziggurat.ledger;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.ledger.BudgetCrossed.Limit;
import dev.ziggurat.money.NanoDollars;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells that limits of budgets were reached, by a log line, a metric and a {@link BudgetCrossed}:
 * once per budget and limit, whichever process finds it.
 */
@Singleton
class BudgetCrossings implements SettlementListener {

  private static final String METRIC = "ziggurat.budgets.crossed";

  private final Database database;
  private final Event<BudgetCrossed> crossed;
  private final MeterRegistry meters;
  private final InstantSource time;

  /** Budgets in use that have a limit, by id. */
  private final Map<String, SpendBudget> watched = new ConcurrentHashMap<>();

  /** The limits known to be told, by kind and budget. */
  private final Map<Key, Long> told = new ConcurrentHashMap<>();

  private record Key(String column, String budget) {}

  private static final String SOFT = "soft_told";
  private static final String HARD = "hard_told";
  private static final String REFUSED = "refused_told";

  BudgetCrossings(
      Budgets budgets,
      Database database,
      Event<BudgetCrossed> crossed,
      MeterRegistry meters,
      InstantSource time) {
    this.database = database;
    this.crossed = crossed;
    this.meters = meters;
    this.time = time;
    for (var scope : BudgetScope.values()) {
      for (var limit : Limit.values()) {
        // Registered at zero; otherwise the first increment would not show as an increase.
        meters.counter(METRIC, "scope", scope.id(), "limit", limit.id());
      }
    }
    budgets.addListener(this);
  }

  /** Watches the limits of a budget for as long as this process uses it. */
  void watch(SpendBudget budget) {
    if (budget.cap().isSet()) {
      watched.put(budget.id(), budget);
    } else if (!watched.isEmpty()) {
      watched.remove(budget.id());
    }
  }

  @Override
  public void settled(String id, long spent, boolean closed) {
    var budget = watched.get(id);
    if (budget != null) {
      budget
          .cap()
          .soft()
          .filter(soft -> spent >= soft.value())
          .ifPresent(soft -> tell(budget, Limit.SOFT, soft, new NanoDollars(spent)));
      // Of a limit of $0 nothing is spent by calls that cost nothing.
      budget
          .cap()
          .hard()
          .filter(hard -> spent > 0 && spent >= hard.value())
          .ifPresent(hard -> tell(budget, Limit.HARD, hard, new NanoDollars(spent)));
    }
    if (closed) {
      watched.remove(id);
      for (var column : List.of(SOFT, HARD, REFUSED)) {
        told.remove(new Key(column, id));
      }
    }
  }

  /** A call got no answer because of this budget, not only because of calls in flight. */
  void refused(SpendBudget budget, NanoDollars spent) {
    budget.cap().hard().ifPresent(hard -> tell(budget, Limit.HARD, hard, spent));
  }

  private void tell(SpendBudget budget, Limit limit, NanoDollars amount, NanoDollars spent) {
    var event = new BudgetCrossed(budget, limit, amount, spent, time.instant());
    var column = limit == Limit.SOFT ? SOFT : event.isReached() ? HARD : REFUSED;
    var key = new Key(column, budget.id());
    if (told.getOrDefault(key, -1L) >= amount.value()) {
      return;
    }
    try {
      var first = database.inTransaction(() -> isFirst(budget, column, amount) && fired(event));
      told.put(key, amount.value());
      if (first) {
        log(event);
      }
    } catch (DatabaseException away) {
      Log.debugf("Whether a limit of %s was told is unknown: %s", budget.id(), away.getMessage());
    } catch (RuntimeException failed) {
      Log.errorf(failed, "Nobody may have heard that a limit of %s was reached", budget.id());
    }
  }

  /** In the same transaction: what observers write is there if the limit is known as told. */
  private boolean fired(BudgetCrossed event) {
    crossed.fire(event);
    return true;
  }

  /**
   * The row is there: a limit is found reached only in an exchange. Of a limit that is told as
   * reached, refused calls say nothing new.
   */
  private boolean isFirst(SpendBudget budget, String column, NanoDollars amount) {
    return database.update(
            """
            update budget set %1$s = :amount where id = :id and (%1$s is null or %1$s < :amount)
              and ('%1$s' <> 'refused_told' or hard_told is null or hard_told < :amount)"""
                .formatted(column),
            parameters -> {
              parameters.setLong("amount", amount.value());
              parameters.setString("id", budget.id());
            })
        > 0;
  }

  private void log(BudgetCrossed event) {
    var budget = event.budget();
    Log.warn(event.text());
    meters.counter(METRIC, "scope", budget.scope().id(), "limit", event.limit().id()).increment();
  }
}
