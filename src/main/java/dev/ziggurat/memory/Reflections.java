package dev.ziggurat.memory;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.chain.ChainCandidates;
import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.llm.PromptRequest;
import dev.ziggurat.memory.MemorySettings.ReflectionSettings;
import dev.ziggurat.memory.ReflectionCall.Outcome;
import dev.ziggurat.memory.ReflectionStore.Claim;
import dev.ziggurat.settings.Settings;
import dev.ziggurat.settings.SettingsView;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
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

  private final DueReflections dueReflections;
  private final ReflectionStore store;
  private final ReflectionPrompt prompt;
  private final ReflectionCosts costs;
  private final ReflectionBudgets budgets;
  private final TurnLogs logs;
  private final ReflectionCall call;
  private final ChainCandidates chainCandidates;
  private final Catalogue catalogue;
  private final Settings settings;
  private final MemoryConfig config;
  private final InstantSource time;

  Reflections(
      DueReflections dueReflections,
      ReflectionStore store,
      ReflectionPrompt prompt,
      ReflectionCosts costs,
      ReflectionBudgets budgets,
      TurnLogs logs,
      ReflectionCall call,
      ChainCandidates chainCandidates,
      Catalogue catalogue,
      Settings settings,
      MemoryConfig config,
      InstantSource time) {
    this.dueReflections = dueReflections;
    this.store = store;
    this.prompt = prompt;
    this.costs = costs;
    this.budgets = budgets;
    this.logs = logs;
    this.call = call;
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
        dueReflections.handles(shared.game(), shared.after(), due).stream()
            .gather(Gatherers.windowFixed(config.reflectionWidth()))
            .toList();
    for (var group : groups) {
      if (!mayBegin(round)) {
        return true;
      }
      var results = reflect(shared, group);
      if (!results.isEmpty() && results.stream().allMatch(Outcome::isRefusedForAll)) {
        var rest =
            store.overBudget(
                shared.game(),
                due,
                dueReflections.handles(shared.game(), shared.after(), due),
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
  private List<Outcome> reflect(Shared shared, List<String> handles) {
    var memories = dueReflections.newest(shared.game(), handles);
    var prepared =
        dueReflections.agents(shared.game(), handles).stream()
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

  private List<Outcome> ask(Shared shared, List<Prepared> prepared) {
    var asked = new ArrayList<Future<Outcome>>();
    try (var threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("reflect-", 0).factory())) {
      for (var each : prepared) {
        asked.add(threads.submit(() -> reflect(shared, each, true)));
      }
    }
    var all = new ArrayList<Outcome>();
    for (var position = 0; position < asked.size(); position++) {
      all.add(outcome(shared, prepared.get(position), asked.get(position)));
    }
    return all;
  }

  /** One that only calls in flight left no room for is asked again now, when they have ended. */
  private Outcome outcome(Shared shared, Prepared prepared, Future<Outcome> asked) {
    if (asked.state() != Future.State.SUCCESS) {
      Log.errorf(asked.exceptionNow(), "A reflection of %s failed", shared.game());
      return Outcome.ERROR;
    }
    var outcome = asked.resultNow();
    return outcome.isStored() ? outcome : reflect(shared, prepared, false);
  }

  private Outcome reflect(Shared shared, Prepared prepared, boolean mayWait) {
    var caller = Caller.reflection(shared.game(), shared.due(), prepared.handle());
    var outcome =
        call.make(
            shared.round(),
            shared.view(),
            caller,
            prepared.own(),
            shared.requested(),
            budgets
                .of(shared.game(), shared.reflection())
                .and(shared.round().spending().apply(prepared.handle())));
    if (mayWait && outcome.isRefusedForNow() && mayBegin(shared.round())) {
      return outcome;
    }
    try {
      store.ended(caller, outcome.result(), time.instant());
    } catch (DatabaseException away) {
      Log.warnf(
          "What came of the reflection of %s in %s could not be stored: %s",
          prepared.handle(), shared.game(), away.getMessage());
      throw away;
    }
    return outcome.stored();
  }
}
