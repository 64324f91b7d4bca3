package dev.ziggurat.tick;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.ledger.Balance;
import dev.ziggurat.ledger.BudgetScope;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.ledger.SpendBudget;
import dev.ziggurat.ledger.SpendBudgets;
import dev.ziggurat.ledger.SpendLimit;
import dev.ziggurat.world.Agent;
import io.quarkus.logging.Log;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * What the turns of one tick may spend. The game's day and month are counted without a limit too,
 * so that one which is set later includes what was spent before; ticks and agents are counted from
 * when they have a limit.
 */
final class TickBudgets {

  private final Tick tick;
  private final ChangingBudget budget;
  private final SpendBudgets spendBudgets;
  private final CheaperModels cheaperModels;

  /** What was spent of budgets with a soft limit when the tick began. */
  private final Map<String, Long> spentBefore;

  /** Whether the log says that the cheaper model is unknown. */
  private final AtomicBoolean unknownTold = new AtomicBoolean();

  /**
   * @param due the handles of the agents whose turn it is
   * @param balances looks budgets up by id
   */
  TickBudgets(
      Tick tick,
      ChangingBudget budget,
      SpendBudgets spendBudgets,
      CheaperModels cheaperModels,
      List<String> due,
      Function<Collection<String>, Map<String, Balance>> balances) {
    this.tick = tick;
    this.budget = budget;
    this.spendBudgets = spendBudgets;
    this.cheaperModels = cheaperModels;
    this.spentBefore = spentBefore(due, balances);
  }

  /** Only for a game with a cheaper model: nothing else depends on it. */
  private Map<String, Long> spentBefore(
      List<String> due, Function<Collection<String>, Map<String, Balance>> balances) {
    if (budget.now().cheaperModel().isEmpty()) {
      return Map.of();
    }
    var ids =
        due.stream()
            .flatMap(handle -> all(handle, tick.startedAt()).stream())
            .filter(each -> each.cap().soft().isPresent())
            .map(SpendBudget::id)
            .distinct()
            .toList();
    var spent = new HashMap<String, Long>();
    balances.apply(ids).forEach((id, balance) -> spent.put(id, balance.spent()));
    return Map.copyOf(spent);
  }

  /** What a turn may spend. */
  TurnSpending of(Agent agent) {
    return new TurnSpending(of(agent.handle()));
  }

  /** The budgets that bind what is asked for an agent. */
  SpendLimit of(String handle) {
    return at -> all(handle, at);
  }

  /** The budgets that bind what is asked for several agents at once: those of agents do not. */
  SpendLimit ofAgents() {
    return at -> all(Optional.empty(), at);
  }

  private List<SpendBudget> all(String handle, Instant at) {
    return all(Optional.of(handle), at);
  }

  private List<SpendBudget> all(Optional<String> handle, Instant at) {
    var now = budget.now();
    var game = tick.game().id();
    var all = new ArrayList<SpendBudget>();
    // The narrowest first: an agent that has spent its own neither waits for room in those of all
    // agents nor reserves it, and is told its own.
    handle.flatMap(agent -> agentDay(agent, at)).ifPresent(all::add);
    if (now.tick().isSet()) {
      all.add(SpendBudget.ofTick(game, tick.number(), now.tick(), tick.startedAt()));
    }
    all.add(SpendBudget.ofDay(BudgetScope.GAME_DAY, game, now.day(), at));
    all.add(SpendBudget.ofMonth(BudgetScope.GAME_MONTH, game, now.month(), at));
    return all;
  }

  /** The budget of one agent's day, if the game has one. */
  Optional<SpendBudget> agentDay(String handle, Instant at) {
    var cap = budget.now().agentDay();
    return cap.isSet()
        ? Optional.of(
            SpendBudget.ofDay(
                BudgetScope.AGENT_DAY, SpendBudget.agent(tick.game().id(), handle), cap, at))
        : Optional.empty();
  }

  /** What the agents of one call may spend together, and each of them its share. */
  BatchSpending of(Caller caller, InstantSource time) {
    return new BatchSpending(this, caller, spendBudgets, time);
  }

  /**
   * The model that replaces the agent's.
   *
   * @param offers empty when it is not in the catalogue any more: then the agent's is asked for
   * @param note which soft limit was reached
   */
  record Cheaper(List<Offer> offers, String note) {}

  /** The model that replaces the agent's now, if a soft limit is reached that says so. */
  Optional<Cheaper> cheaper(Agent agent, Instant now) {
    return budget
        .now()
        .cheaperModel()
        .flatMap(
            model ->
                all(agent.handle(), now).stream()
                    .filter(this::isAboveSoftLimit)
                    .findFirst()
                    .map(each -> cheaper(model, each)));
  }

  private Cheaper cheaper(String model, SpendBudget reached) {
    var offers = cheaperOffers();
    if (!offers.isEmpty()) {
      return new Cheaper(
          offers,
          reachedSoftLimit(reached)
              + ", so the cheaper model %s was asked for"
                  .formatted(offers.getFirst().model().id()));
    }
    if (unknownTold.compareAndSet(false, true)) {
      Log.warnf(
          "%s in tick %d of %s, but its cheaper model %s is no chat model of the catalogue: the"
              + " agents' usual models are asked for. Choose another in budget.cheaperModel",
          reachedSoftLimit(reached), tick.number(), tick.game().id(), model);
    }
    return new Cheaper(
        List.of(),
        reachedSoftLimit(reached)
            + ", but the cheaper model %s is no chat model of the catalogue, so the usual one was"
                .formatted(model)
            + " asked for");
  }

  /** The models that may replace the agents' while the tick runs. */
  List<Offer> cheaperOffers() {
    return cheaperModels.of(budget.now());
  }

  private boolean isAboveSoftLimit(SpendBudget each) {
    return each.cap()
        .soft()
        .filter(
            soft ->
                Math.max(
                        spentBefore.getOrDefault(each.id(), 0L),
                        spendBudgets.knownSpent(each).value())
                    >= soft.value())
        .isPresent();
  }

  private static String reachedSoftLimit(SpendBudget each) {
    return "%s has reached its soft limit of $%s"
        .formatted(each.scope().words(), each.cap().soft().orElseThrow().dollars());
  }
}
