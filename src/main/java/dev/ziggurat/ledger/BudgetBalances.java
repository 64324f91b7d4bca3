package dev.ziggurat.ledger;

import dev.ziggurat.db.Database;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.money.SpendCap;
import dev.ziggurat.settings.ProviderBudget;
import dev.ziggurat.settings.SettingsView;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads what is spent and left of budgets. */
@Singleton
public class BudgetBalances {

  private static final int MOST_AGENTS = 20;

  private final Budgets budgets;
  private final Database database;

  BudgetBalances(Budgets budgets, Database database) {
    this.budgets = budgets;
    this.database = database;
  }

  /**
   * Of a game: day, month, and the tick with this number, if it ran with a limit. What it spent
   * without one was not counted.
   */
  public List<BudgetBalance> ofGame(String game, GameBudget budget, long tick, Instant now) {
    var all =
        Stream.of(
                SpendBudget.ofDay(BudgetScope.GAME_DAY, game, budget.day(), now),
                SpendBudget.ofMonth(BudgetScope.GAME_MONTH, game, budget.month(), now),
                SpendBudget.ofTick(game, tick, budget.tick(), now))
            .toList();
    var known = known(all.stream());
    return shown(
        all.stream()
            .filter(
                each ->
                    each.scope() != BudgetScope.TICK
                        || each.cap().isSet() && known.containsKey(each.id()))
            .toList(),
        known);
  }

  /** Of a game: day and month. */
  public List<BudgetBalance> ofGame(String game, GameBudget budget, Instant now) {
    var all =
        List.of(
            SpendBudget.ofDay(BudgetScope.GAME_DAY, game, budget.day(), now),
            SpendBudget.ofMonth(BudgetScope.GAME_MONTH, game, budget.month(), now));
    return shown(all, known(all.stream()));
  }

  /** Of all providers: day and month. */
  public Map<Provider, List<BudgetBalance>> ofProviders(SettingsView view, Instant now) {
    var providers = view.providers();
    var all = providers.each(provider -> budgets(provider, view.choice(provider).budget(), now));
    var known = known(all.values().stream().flatMap(List::stream));
    return providers.each(provider -> shown(all.get(provider), known));
  }

  private static List<SpendBudget> budgets(Provider provider, ProviderBudget limits, Instant now) {
    return List.of(
        SpendBudget.ofDay(BudgetScope.PROVIDER_DAY, provider.id(), limits.day(), now),
        SpendBudget.ofMonth(BudgetScope.PROVIDER_MONTH, provider.id(), limits.month(), now));
  }

  private Map<String, Balance> known(Stream<SpendBudget> all) {
    return budgets.balances(all.map(SpendBudget::id).toList());
  }

  private static List<BudgetBalance> shown(List<SpendBudget> all, Map<String, Balance> known) {
    return all.stream()
        .map(
            each ->
                BudgetBalance.of(each, each.owner(), known.getOrDefault(each.id(), Balance.ZERO)))
        .toList();
  }

  /** Of the agents of a game that spent most today; none if agents have no limit. */
  public List<BudgetBalance> ofAgents(String game, SpendCap cap, Instant now) {
    if (!cap.isSet()) {
      return List.of();
    }
    return database.query(
        """
        select agent.handle, spent, held, orphaned
        from agent join budget on budget.id = 'agent/' || game_id || '/' || agent.handle || '/' || :day
        where game_id = :gameId
        order by spent desc, agent.handle limit :limit
        """,
        parameters -> {
          parameters.setString(
              "day", SpendBudget.ofDay(BudgetScope.AGENT_DAY, game, cap, now).period());
          parameters.setString("gameId", game);
          parameters.setInt("limit", MOST_AGENTS);
        },
        row -> {
          var handle = row.getString(1);
          return BudgetBalance.of(
              SpendBudget.ofDay(BudgetScope.AGENT_DAY, SpendBudget.agent(game, handle), cap, now),
              handle,
              new Balance(row.getLong(2), row.getLong(3), row.getLong(4)));
        });
  }
}
