package dev.ziggurat.tick;

import dev.ziggurat.chain.Call;
import dev.ziggurat.chain.CallOptions;
import dev.ziggurat.chain.Chain;
import dev.ziggurat.chain.ChainExhausted;
import dev.ziggurat.guardrails.GuardrailRefused;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.llm.OutcomeClass;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Runs the turns of several agents in one call. */
@Singleton
class BatchThinker {

  /** Failures that a smaller call, of one agent, may not have. */
  private static final Set<OutcomeClass> OF_THE_BATCH =
      Set.of(
          OutcomeClass.BADJSON,
          OutcomeClass.REFUSAL,
          OutcomeClass.CONTEXT,
          OutcomeClass.INVALID,
          OutcomeClass.TIMEOUT);

  private final Chain chain;
  private final Thinker thinker;
  private final DecisionParser decisions;
  private final InstantSource time;
  private final SecureRandom random = new SecureRandom();

  BatchThinker(Chain chain, Thinker thinker, DecisionParser decisions, InstantSource time) {
    this.chain = chain;
    this.thinker = thinker;
    this.decisions = decisions;
    this.time = time;
  }

  /**
   * What came of a batch.
   *
   * @param group what is journaled together
   * @param again those without a usable part of an answer, who are to be asked alone
   */
  record Outcome(ThoughtGroup group, List<Batch.Member> again) {}

  /** Runs the turns. */
  Outcome think(Thinker.Session session, Batch batch) {
    var turns = new ArrayList<BatchTurn>();
    for (var member : batch.members()) {
      turns.add(turn(session, member));
    }
    try {
      return think(session, batch, turns);
    } finally {
      turns.forEach(BatchTurn::end);
    }
  }

  private static BatchTurn turn(Thinker.Session session, Batch.Member member) {
    var tick = session.tick();
    var watch = session.watch().thinking(member.handle());
    var caller =
        Caller.turn(tick.game().id(), tick.number(), member.handle(), tick.epoch())
            .tracedBy(watch.traceId());
    var spending = session.budgets().of(member.turn().agent());
    var guardrails = session.guardrails().turn(caller, session.settings(), spending);
    return new BatchTurn(member, watch, guardrails);
  }

  private Outcome think(Thinker.Session session, Batch batch, List<BatchTurn> turns) {
    turns.forEach(turn -> prepare(session, turn));
    var asked = turns.stream().filter(turn -> turn.thought().isEmpty()).toList();
    while (asked.size() > 1) {
      var caller = caller(batch, asked);
      var spending = session.budgets().of(caller, time);
      var call = ask(session, batch, asked, spending, caller);
      var withoutRoom = spending.agentsWithoutRoom();
      if (!call.attempts().isEmpty() || withoutRoom.isEmpty()) {
        return outcome(batch, turns, call.attempts());
      }
      // Nothing was asked, because these have spent what they may: the others are asked without.
      asked = asked.stream().filter(turn -> !withoutRoom.contains(turn.member().handle())).toList();
    }
    return outcome(batch, turns, List.of());
  }

  /** Asks for these, and gives each what came of it; nothing to whom is to be asked alone. */
  private Call ask(
      Thinker.Session session,
      Batch batch,
      List<BatchTurn> asked,
      BatchSpending spending,
      Caller caller) {
    var prompt =
        BatchPrompt.of(
            Prompt.instructions(batch.common().variant()),
            asked.stream().map(BatchTurn::part).toList(),
            random);
    var call =
        new Call(
            session.prompt().request(prompt.text(), asked.size(), batch),
            new BatchReader(decisions, prompt.ids(), asked),
            caller,
            session.settings(),
            session.time()::until,
            options(session, batch, asked.getFirst(), spending));
    try {
      chain.complete(call);
      asked.forEach(turn -> turn.decided(call, caller));
    } catch (ChainExhausted exhausted) {
      if (!spending.wasRefused() && !mayHelpToAskAlone(call)) {
        var outOfTime = Duration.between(time.instant(), session.time().until()).toMillis() < 100;
        asked.forEach(turn -> turn.failed(call, caller, outOfTime));
      }
    } catch (RuntimeException unforeseen) {
      // What was spent so far must still reach the ledger.
      Log.errorf(unforeseen, "The turns of %d agents failed", asked.size());
      asked.forEach(turn -> turn.failed(call, caller, false));
    }
    return call;
  }

  /** The attempts are shown with the first agent's turn. */
  private static CallOptions options(
      Thinker.Session session, Batch batch, BatchTurn first, BatchSpending spending) {
    return CallOptions.DEFAULT
        .requesting(
            batch.common().requested().stream().filter(session.guardrails().allowed()).toList())
        .allowing(session.guardrails().allowed())
        .spending(spending)
        .listener(
            (provider, model, request) -> {
              session.time().calling();
              return first.watch().asked(provider, model, request);
            });
  }

  /** Checks the prompt; a refused one is not sent. */
  private void prepare(Thinker.Session session, BatchTurn turn) {
    try {
      turn.prepare(session.prompt().shared());
    } catch (GuardrailRefused refused) {
      turn.refused(thinker.unasked(session, turn.member().turn(), turn.guardrails(), refused));
    }
  }

  /** The caller of those who are really asked. */
  private static Caller caller(Batch batch, List<BatchTurn> asked) {
    var handles = asked.stream().map(turn -> turn.member().handle()).toList();
    return batch
        .caller()
        .of(
            batch.caller().parts().stream()
                .filter(part -> handles.contains(part.handle()))
                .toList())
        .tracedBy(asked.getFirst().watch().traceId());
  }

  private static boolean mayHelpToAskAlone(Call call) {
    return call.tooLong()
        || call.attempts().stream().anyMatch(attempt -> OF_THE_BATCH.contains(attempt.outcome()));
  }

  private static Outcome outcome(Batch batch, List<BatchTurn> turns, List<Attempt> attempts) {
    var thoughts = turns.stream().flatMap(turn -> turn.thought().stream()).toList();
    return new Outcome(
        new ThoughtGroup(batch.caller().callId(), thoughts, BatchTurn.recorded(turns, attempts)),
        turns.stream().filter(turn -> turn.thought().isEmpty()).map(BatchTurn::member).toList());
  }
}
