package dev.ziggurat.memory;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.chain.Call;
import dev.ziggurat.chain.CallListener;
import dev.ziggurat.chain.CallOptions;
import dev.ziggurat.chain.Chain;
import dev.ziggurat.chain.ChainCandidates;
import dev.ziggurat.chain.ChainExhausted;
import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.guardrails.GuardrailRefused;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.BudgetScope;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.ledger.SpendBudget;
import dev.ziggurat.ledger.SpendDecision;
import dev.ziggurat.ledger.SpendLimit;
import dev.ziggurat.llm.AnswerCheck;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.PromptRequest;
import dev.ziggurat.memory.MemorySettings.ReflectionSettings;
import dev.ziggurat.memory.ReflectionPrompt.Reflected;
import dev.ziggurat.memory.ReflectionStore.Claim;
import dev.ziggurat.memory.ReflectionStore.Ending;
import dev.ziggurat.memory.ReflectionStore.Result;
import dev.ziggurat.settings.Settings;
import dev.ziggurat.settings.SettingsView;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Gatherers;

/**
 * Lets agents reflect after every Nth tick: a model is shown what an agent remembers and concludes
 * from it, on a budget of the game's own. What does not fit into the time after one tick is done
 * after the next.
 */
@Singleton
public class Reflections {

  /** With less time left, no call is begun. */
  private static final Duration LEAST = Duration.ofMillis(500);

  private final ReflectionStore store;
  private final ReflectionPrompt prompt;
  private final ReflectionCosts costs;
  private final ReflectionBudgets budgets;
  private final TurnLogs logs;
  private final Chain chain;
  private final ChainCandidates chainCandidates;
  private final Catalogue catalogue;
  private final Settings settings;
  private final MemoryConfig config;
  private final InstantSource time;

  Reflections(
      ReflectionStore store,
      ReflectionPrompt prompt,
      ReflectionCosts costs,
      ReflectionBudgets budgets,
      TurnLogs logs,
      Chain chain,
      ChainCandidates chainCandidates,
      Catalogue catalogue,
      Settings settings,
      MemoryConfig config,
      InstantSource time) {
    this.store = store;
    this.prompt = prompt;
    this.costs = costs;
    this.budgets = budgets;
    this.logs = logs;
    this.chain = chain;
    this.chainCandidates = chainCandidates;
    this.catalogue = catalogue;
    this.settings = settings;
    this.config = config;
    this.time = time;
  }

  /** What the calls of a round share. */
  private record Shared(
      ReflectionRound round,
      ReflectionSettings reflection,
      long due,
      SettingsView view,
      List<Offer> requested,
      List<ChainCandidates.Candidate> candidates) {

    private String game() {
      return round.game().id();
    }

    private long after() {
      return due - reflection.everyTicks();
    }
  }

  /** A call that is ready to be made. */
  private record Prepared(String handle, String own, PromptRequest request) {}

  /**
   * Uses the time after a tick, and keeps memories to their limit.
   *
   * @return whether an agent was asked
   */
  public boolean run(ReflectionRound round) {
    var asked =
        round.memory().reflection().filter(reflection -> reflect(round, reflection)).isPresent();
    logs.trim(round.game().id(), round.memory().entries());
    return asked;
  }

  private boolean reflect(ReflectionRound round, ReflectionSettings reflection) {
    var orphans = store.orphan(round.game().id(), time.instant());
    if (orphans > 0) {
      Log.warnf(
          "%d reflections of %s were in flight when their process ended: they are recorded as"
              + " orphaned, at their maximum cost",
          orphans, round.game().id());
    }
    var due = reflection.due(round.tick());
    if (due == 0) {
      return false;
    }
    var view = settings.at(round.settingsVersion());
    var shared =
        new Shared(
            round,
            reflection,
            due,
            view,
            requested(round, reflection),
            chainCandidates.candidates(view).stream()
                .filter(each -> round.checks().allowed().test(each.offer()))
                .toList());
    var groups =
        store.due(shared.game(), shared.after(), due).stream()
            .gather(Gatherers.windowFixed(config.reflectionWidth()))
            .toList();
    for (var group : groups) {
      if (!mayBegin(round)) {
        return true;
      }
      var results = reflect(shared, group);
      if (!results.isEmpty() && results.stream().allMatch(Asked::isRefusedForAll)) {
        var rest =
            store.overBudget(
                shared.game(),
                shared.after(),
                due,
                "a budget of the game is used up",
                time.instant());
        Log.warnf(
            "%d agents of %s do not reflect on tick %d: a budget of the game is used up",
            results.size() + rest, shared.game(), due);
        return true;
      }
    }
    return !groups.isEmpty();
  }

  private boolean mayBegin(ReflectionRound round) {
    return !round.ending().getAsBoolean()
        && Duration.between(time.instant(), round.until().get()).compareTo(LEAST) > 0;
  }

  private List<Offer> requested(ReflectionRound round, ReflectionSettings reflection) {
    return reflection
        .model()
        .flatMap(catalogue::resolve)
        .map(resolution -> resolution.offers())
        .orElse(List.of())
        .stream()
        .filter(round.checks().allowed())
        .toList();
  }

  /** Lets a group reflect; empty if all of it belongs to other processes. */
  private List<Asked> reflect(Shared shared, List<String> handles) {
    var memories = store.newest(shared.game(), handles);
    var prepared =
        store.agents(shared.game(), handles).stream()
            .map(
                agent -> {
                  var own =
                      prompt.own(agent.persona(), memories.getOrDefault(agent.handle(), List.of()));
                  return new Prepared(agent.handle(), own, prompt.request(own));
                })
            .toList();
    var claims =
        prepared.stream()
            .map(
                each ->
                    new Claim(
                        each.handle(),
                        costs.of(each.request(), shared.requested(), shared.candidates())))
            .toList();
    var own =
        store.claim(
            shared.game(), shared.due(), claims, time.instant(), shared.round().until().get());
    return ask(shared, prepared.stream().filter(each -> own.contains(each.handle())).toList());
  }

  private List<Asked> ask(Shared shared, List<Prepared> prepared) {
    var asked = new ArrayList<Future<Asked>>();
    try (var threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("reflect-", 0).factory())) {
      for (var each : prepared) {
        asked.add(threads.submit(() -> reflect(shared, each, true)));
      }
    }
    var all = new ArrayList<Asked>();
    for (var i = 0; i < asked.size(); i++) {
      all.add(outcome(shared, prepared.get(i), asked.get(i)));
    }
    return all;
  }

  /** One that only calls in flight left no room for is asked again now, when they have ended. */
  private Asked outcome(Shared shared, Prepared prepared, Future<Asked> asked) {
    if (asked.state() != Future.State.SUCCESS) {
      Log.errorf(asked.exceptionNow(), "A reflection of %s failed", shared.game());
      return Asked.NOT_REFUSED;
    }
    var outcome = asked.resultNow();
    return outcome.isOpen() ? reflect(shared, prepared, false) : outcome;
  }

  /**
   * What came of a call.
   *
   * @param refused by which budget, if that is why there was none
   * @param isOpen whether it is to be made again: nothing is stored of it
   */
  private record Asked(Optional<SpendDecision.OverBudget> refused, boolean isOpen) {

    private static final Asked NOT_REFUSED = new Asked(Optional.empty(), false);

    /** Whether the budget would refuse the other agents of the game, too. */
    private boolean isRefusedForAll() {
      return refused
          .filter(over -> !over.forNow())
          .map(over -> over.budget().scope())
          .filter(scope -> scope.isOfGame() && scope != BudgetScope.AGENT_DAY)
          .isPresent();
    }
  }

  /** Remembers what budgets refused. */
  private static final class RefusalNote implements SpendLimit {

    private volatile Optional<SpendDecision.OverBudget> refused = Optional.empty();

    @Override
    public List<SpendBudget> budgets(Instant at) {
      return List.of();
    }

    @Override
    public void refused(SpendDecision.Refused why) {
      if (why instanceof SpendDecision.OverBudget over && over.budget().scope().isOfGame()) {
        refused = Optional.of(over);
      }
    }
  }

  private Asked reflect(Shared shared, Prepared prepared, boolean mayWait) {
    var caller = Caller.reflection(shared.game(), shared.due(), prepared.handle());
    var note = new RefusalNote();
    var result = result(shared, prepared, caller, note);
    var refused =
        result.ending() == Ending.OVER_BUDGET
            ? note.refused
            : Optional.<SpendDecision.OverBudget>empty();
    if (mayWait
        && refused.filter(SpendDecision.OverBudget::forNow).isPresent()
        && mayBegin(shared.round())) {
      return new Asked(refused, true);
    }
    try {
      store.ended(caller, result, time.instant());
    } catch (DatabaseException away) {
      Log.warnf(
          "What came of the reflection of %s in %s could not be stored: %s",
          prepared.handle(), shared.game(), away.getMessage());
      throw away;
    }
    return new Asked(refused, false);
  }

  private Result result(Shared shared, Prepared prepared, Caller caller, RefusalNote note) {
    var checks = shared.round().checks().of(caller, shared.view());
    String own;
    try {
      own = checks.prompt(ReflectionPrompt.RULES, prepared.own());
    } catch (GuardrailRefused refused) {
      return failed(refused.getMessage(), checks.recorded(List.of()));
    }
    var reader = new Reader(checks);
    var call =
        new Call(
            prompt.request(own),
            reader,
            caller,
            shared.view(),
            shared.round().until(),
            new CallOptions(
                shared.requested(),
                true,
                shared.round().checks().allowed(),
                budgets
                    .of(shared.game(), shared.reflection())
                    .and(shared.round().spending().apply(prepared.handle()))
                    .and(note),
                CallListener.NONE));
    try {
      chain.complete(call);
      var answered = reader.answered.orElseThrow();
      checks.judge(answered.completion());
      return new Result(
          Ending.DONE, Optional.empty(), checks.recorded(call.attempts()), answered.reflections());
    } catch (GuardrailRefused refused) {
      return failed(refused.getMessage(), checks.recorded(call.attempts()));
    } catch (ChainExhausted exhausted) {
      var attempts = new ArrayList<>(checks.recorded(call.attempts()));
      call.skippedAll(time.instant()).ifPresent(attempts::add);
      return call.overBudget() && call.attempts().isEmpty()
          ? new Result(Ending.OVER_BUDGET, Optional.of(exhausted.getMessage()), attempts, List.of())
          : failed(exhausted.getMessage(), attempts);
    } catch (RuntimeException unforeseen) {
      // What was spent so far must still reach the ledger.
      Log.errorf(unforeseen, "A reflection of %s failed", shared.game());
      return failed("an error of this program; see its log", checks.recorded(call.attempts()));
    } finally {
      call.ended();
    }
  }

  private static Result failed(String reason, List<Attempt> attempts) {
    return new Result(Ending.FAILED, Optional.of(reason), attempts, List.of());
  }

  /** Accepts answers that are a list of reflections, and keeps it. */
  private final class Reader implements AnswerCheck {

    private final ReflectionChecks.OfCall checks;
    private Optional<Answered> answered = Optional.empty();

    Reader(ReflectionChecks.OfCall checks) {
      this.checks = checks;
    }

    private record Answered(Completion completion, List<Reflected> reflections) {}

    @Override
    public Optional<String> rejection(Completion completion) {
      try {
        var checked = checks.answer(completion);
        var read = prompt.read(checked.text());
        answered = read.map(reflections -> new Answered(checked, reflections));
        return read.isPresent()
            ? Optional.empty()
            : Optional.of("the answer is no list of reflections");
      } catch (GuardrailRefused refused) {
        return Optional.of(refused.getMessage());
      }
    }
  }
}
