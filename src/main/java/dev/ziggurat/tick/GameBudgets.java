package dev.ziggurat.tick;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.db.Database;
import dev.ziggurat.ledger.Budgets;
import dev.ziggurat.ledger.GameBudget;
import dev.ziggurat.ledger.GameBudgetReader;
import dev.ziggurat.ledger.SpendBudgets;
import dev.ziggurat.world.Agent;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What games may spend on models. */
@Singleton
public class GameBudgets {

  private final Database database;
  private final GameBudgetReader reader;
  private final SpendBudgets spendBudgets;
  private final Budgets budgets;
  private final Catalogue catalogue;
  private final TickConfig config;
  private final InstantSource time;

  /** Counts changes in this process. */
  private final AtomicLong changes = new AtomicLong();

  GameBudgets(
      Database database,
      GameBudgetReader reader,
      SpendBudgets spendBudgets,
      Budgets budgets,
      Catalogue catalogue,
      TickConfig config,
      InstantSource time) {
    this.database = database;
    this.reader = reader;
    this.spendBudgets = spendBudgets;
    this.budgets = budgets;
    this.catalogue = catalogue;
    this.config = config;
    this.time = time;
  }

  /** The budget of a game now; none if there is no such game. */
  public GameBudget of(String game) {
    return database
        .first(
            "select budget from game where id = :id",
            parameters -> parameters.setString("id", game),
            row -> reader.stored(row.getString(1)))
        .orElse(GameBudget.NONE);
  }

  /**
   * The budgets of a tick that begins or goes on now.
   *
   * @param due the agents whose turn it is
   */
  TickBudgets of(Tick tick, List<Agent> due) {
    return new TickBudgets(
        tick,
        new ChangingBudget(
            () -> of(tick.game().id()), changes::get, config.budgetCheckAfter(), time),
        spendBudgets,
        new CheaperModels(catalogue),
        due.stream().map(Agent::handle).toList(),
        ids -> budgets.balances(ids));
  }

  /** The budget of a game was changed by this process: its ticks read it before they go on. */
  public void changed() {
    changes.incrementAndGet();
  }
}
