package dev.ziggurat.tick;

import dev.ziggurat.chain.Call;
import dev.ziggurat.chain.CallListener;
import dev.ziggurat.chain.CallOptions;
import dev.ziggurat.chain.Chain;
import dev.ziggurat.chain.ChainCandidates;
import dev.ziggurat.chain.ChainExhausted;
import dev.ziggurat.chain.PathStep;
import dev.ziggurat.experiment.TickVariants;
import dev.ziggurat.experiment.Variant;
import dev.ziggurat.guardrails.GuardrailRefused;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.ledger.Route;
import dev.ziggurat.ledger.Spend;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.memory.Recall.Recalled;
import dev.ziggurat.settings.SettingsView;
import dev.ziggurat.world.AgentKind;
import dev.ziggurat.world.World;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs one agent's turn: briefing, chain, decision. */
@Singleton
public class Thinker {

  private static final Provider EXTERNAL = new Provider(AgentKind.External.ID);
  private static final int HTTP_OK = 200;

  private final Chain chain;
  private final ExternalAgents externalAgents;
  private final OwnModels ownModels;
  private final DecisionParser decisions;
  private final InstantSource time;

  Thinker(
      Chain chain,
      ExternalAgents externalAgents,
      OwnModels ownModels,
      DecisionParser decisions,
      InstantSource time) {
    this.chain = chain;
    this.externalAgents = externalAgents;
    this.ownModels = ownModels;
    this.decisions = decisions;
    this.time = time;
  }

  /**
   * What all turns of a tick share.
   *
   * @param guardrails of the game
   * @param budgets of the game
   * @param variants with what its agents are asked
   * @param time the thinking deadline
   * @param watch notified of progress
   */
  record Session(
      Tick tick,
      World.State world,
      Prompt prompt,
      TickGuardrails guardrails,
      TickBudgets budgets,
      TickVariants variants,
      SettingsView settings,
      List<ChainCandidates.Candidate> candidates,
      ThinkingTime time,
      TickListener.Run watch) {}

  /**
   * Runs a turn.
   *
   * @param recalled what its prompt shows of the agent's memory
   */
  Thought think(Session session, Turn turn, Recalled recalled) {
    var watch = session.watch().thinking(turn.agent().handle());
    var state = "failed";
    try {
      var thought = think(session, turn, recalled, watch);
      state = thought.state();
      return thought;
    } finally {
      watch.ended(state);
    }
  }

  private Thought think(Session session, Turn turn, Recalled recalled, CallListener watch) {
    var caller =
        Caller.turn(
                session.tick().game().id(),
                session.tick().number(),
                turn.agent().handle(),
                session.tick().epoch())
            .tracedBy(watch.traceId());
    var spending = session.budgets().of(turn.agent());
    var cheaper = session.budgets().cheaper(turn.agent(), time.instant());
    var guardrails = session.guardrails().turn(caller, session.settings(), spending);
    var schema = session.world().answerSchema(turn.agent());
    var briefing = session.world().brief(turn.agent());
    var variant =
        turn.agent().kind() instanceof AgentKind.Model
            ? session.variants().of(turn.arm())
            : Variant.NONE;
    var own =
        Prompt.instructed(
            variant, session.prompt().own(turn.agent(), briefing, schema, recalled.text()));
    try {
      own = guardrails.prompt(session.prompt().shared(), own);
    } catch (GuardrailRefused refused) {
      return unasked(session, turn, guardrails, refused)
          .with(note(spending, Optional.empty(), List.of()));
    }
    if (turn.agent().kind() instanceof AgentKind.External agent) {
      return byExternal(agent, session, turn, own, caller, guardrails);
    }
    var reader = new DecisionReader(decisions, guardrails);
    var call =
        new Call(
            session.prompt().request(own, schema, variant.temperature()),
            reader,
            caller,
            session.settings(),
            session.time()::until,
            CallOptions.DEFAULT
                .requesting(
                    ownModels.requested(turn.agent(), variant, cheaper).stream()
                        .filter(session.guardrails().allowed())
                        .toList())
                .allowing(session.guardrails().allowed())
                .spending(spending)
                .listener(
                    (provider, model, request) -> {
                      session.time().calling();
                      return watch.asked(provider, model, request);
                    }));
    try {
      chain.complete(call);
      var answered = reader.answered().orElseThrow();
      guardrails.judge(answered.completion());
      return thought(turn, own, call, guardrails, Optional.of(answered), false)
          .with(TurnBudgetNote.of(cheaper.map(TickBudgets.Cheaper::note)));
    } catch (GuardrailRefused refused) {
      return refused(turn, own, call, guardrails, refused)
          .with(note(spending, cheaper, call.attempts()));
    } catch (ChainExhausted exhausted) {
      var outOfTime = Duration.between(time.instant(), session.time().until()).toMillis() < 100;
      return thought(turn, own, call, guardrails, Optional.empty(), outOfTime)
          .with(note(spending, cheaper, call.attempts()));
    } catch (RuntimeException unforeseen) {
      // What was spent so far must still reach the ledger.
      Log.errorf(unforeseen, "The turn of %s failed", turn.agent().handle());
      return thought(turn, own, call, guardrails, Optional.empty(), false);
    }
  }

  /** What budgets did to a turn without an answer. */
  static TurnBudgetNote note(
      TurnSpending spending, Optional<TickBudgets.Cheaper> cheaper, List<Attempt> asked) {
    return spending
        .holds(!asked.isEmpty())
        .orElseGet(() -> TurnBudgetNote.of(cheaper.map(TickBudgets.Cheaper::note)));
  }

  /**
   * The call is an attempt like those at providers, so that it is found, counted and timed with
   * them; nothing is billed.
   */
  private Thought byExternal(
      AgentKind.External agent,
      Session session,
      Turn turn,
      String own,
      Caller caller,
      TurnGuardrails guardrails) {
    var began = time.instant();
    var until = session.time().until();
    var world = session.world();
    var schema =
        session.prompt().given(world.answerSchema(turn.agent()).orElseGet(world::answerSchema));
    var asked =
        new ExternalAgents.Asked(
            session.tick(), turn, session.prompt().shared() + "\n" + own, schema, until);
    var reader = new DecisionReader(decisions, guardrails);
    var outcome = OutcomeClass.OK;
    var status = HTTP_OK;
    var reason = "answered by external agent";
    try {
      var completion = Thought.completion(EXTERNAL, externalAgents.ask(agent, asked));
      var rejection = reader.rejection(completion);
      if (rejection.isPresent()) {
        outcome = OutcomeClass.BADJSON;
        reason = rejection.get();
      } else {
        guardrails.judge(reader.answered().orElseThrow().completion());
      }
    } catch (ExternalAgents.Failure failed) {
      outcome = failed.outcome();
      status = failed.status();
      reason = failed.getMessage();
    } catch (GuardrailRefused refused) {
      outcome = OutcomeClass.REFUSAL;
      reason = refused.getMessage();
    }
    var now = time.instant();
    var latency = Duration.between(began, now).toMillis();
    var step = new PathStep.Asked(EXTERNAL, "", outcome, reason, status, latency, 0, true);
    var attempt =
        new Attempt(
            caller,
            0,
            began,
            EXTERNAL,
            ExternalAgents.host(agent),
            Optional.empty(),
            outcome,
            outcome == OutcomeClass.OK ? Optional.empty() : Optional.of(reason),
            status,
            latency,
            Optional.empty(),
            Spend.NOTHING,
            false,
            Optional.empty(),
            Route.DIRECT);
    return new Thought(
        turn,
        own,
        guardrails.recorded(List.of(attempt)),
        List.of(step),
        outcome == OutcomeClass.OK ? reader.answered() : Optional.empty(),
        outcome == OutcomeClass.TIMEOUT && Duration.between(now, until).toMillis() < 100);
  }

  private static Thought thought(
      Turn turn,
      String own,
      Call call,
      TurnGuardrails guardrails,
      Optional<Thought.Answered> answered,
      boolean outOfTime) {
    return new Thought(
        turn, own, guardrails.recorded(call.attempts()), call.path(), answered, outOfTime);
  }

  /** A prompt that may not be sent: the agent does nothing, and the path says why. */
  Thought unasked(Session session, Turn turn, TurnGuardrails guardrails, GuardrailRefused refused) {
    var first = session.settings().providers().inOrder().getFirst();
    var note = guardrails.refused(refused, first, time.instant());
    return new Thought(
        turn,
        "",
        guardrails.recorded(List.of(note)),
        List.of(new PathStep.Skipped(first, refused.getMessage())),
        Optional.empty(),
        false);
  }

  /** An answer that may not be used, though a provider gave it. */
  private static Thought refused(
      Turn turn, String own, Call call, TurnGuardrails guardrails, GuardrailRefused refused) {
    var path = new ArrayList<>(call.path());
    var answering = call.attempts().getLast().provider();
    path.add(new PathStep.Skipped(answering, refused.getMessage()));
    return new Thought(
        turn, own, guardrails.recorded(call.attempts()), path, Optional.empty(), false);
  }
}
