package dev.ziggurat.tick;

import dev.ziggurat.chain.Call;
import dev.ziggurat.chain.PathStep;
import dev.ziggurat.guardrails.GuardrailRefused;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.llm.OutcomeClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One agent's turn while it is asked for together with others. Used by one thread. */
final class BatchTurn {

  private final Batch.Member member;
  private final TickListener.Thinking watch;
  private final TurnGuardrails guardrails;
  private String part;
  private Optional<Thought.Answered> answered = Optional.empty();
  private Optional<Thought> thought = Optional.empty();
  private boolean unusable;

  /** What the ledger is told of a part that may not be sent, with the verdicts about it. */
  private List<Attempt> refusal = List.of();

  BatchTurn(Batch.Member member, TickListener.Thinking watch, TurnGuardrails guardrails) {
    this.member = member;
    this.watch = watch;
    this.guardrails = guardrails;
    this.part = member.part();
  }

  Batch.Member member() {
    return member;
  }

  TickListener.Thinking watch() {
    return watch;
  }

  TurnGuardrails guardrails() {
    return guardrails;
  }

  /** The agent's part of the prompt. */
  String part() {
    return part;
  }

  /** What came of it; empty if the agent is to be asked alone. */
  Optional<Thought> thought() {
    return thought;
  }

  /**
   * Checks the agent's part of the prompt.
   *
   * @throws GuardrailRefused if it may not be sent
   */
  void prepare(String shared) {
    part = guardrails.prompt(shared, part);
  }

  /** The agent's part may not be sent. */
  void refused(Thought unasked) {
    refusal = unasked.attempts();
    thought =
        Optional.of(
            new Thought(unasked.turn(), "", List.of(), unasked.path(), Optional.empty(), false));
  }

  /** The answer has a usable part for the agent. */
  void answered(Thought.Answered part) {
    unusable = false;
    answered = Optional.of(part);
  }

  /** The answer has none. */
  void notAnswered() {
    unusable = true;
    answered = Optional.empty();
  }

  /** The call was answered: the agent's part, if there is one, may still be refused. */
  void decided(Call call, Caller caller) {
    if (answered.isEmpty()) {
      return;
    }
    try {
      guardrails.judge(answered.get().completion());
      thought = Optional.of(thought(path(call, caller), answered, false));
    } catch (GuardrailRefused refused) {
      var path = new ArrayList<>(path(call, caller));
      path.add(new PathStep.Skipped(answered.get().completion().provider(), refused.getMessage()));
      thought = Optional.of(thought(path, Optional.empty(), false));
    }
  }

  /** The call got no answer. */
  void failed(Call call, Caller caller, boolean outOfTime) {
    thought = Optional.of(thought(path(call, caller), Optional.empty(), outOfTime));
  }

  private Thought thought(
      List<PathStep> path, Optional<Thought.Answered> answer, boolean outOfTime) {
    return new Thought(member.turn(), part, List.of(), path, answer, outOfTime)
        .with(TurnBudgetNote.of(member.cheaper().map(TickBudgets.Cheaper::note)));
  }

  /** The path of the call with the agent's share of its cost. */
  private List<PathStep> path(Call call, Caller caller) {
    var index =
        IntStream.range(0, caller.parts().size())
            .filter(at -> caller.parts().get(at).handle().equals(member.handle()))
            .findFirst()
            .orElseThrow();
    return call.path().stream()
        .map(
            step ->
                switch (step) {
                  case PathStep.Skipped skipped -> skipped;
                  case PathStep.Asked asked ->
                      (PathStep)
                          new PathStep.Asked(
                              asked.provider(),
                              asked.model(),
                              asked.outcome(),
                              asked.reason(),
                              asked.httpStatus(),
                              asked.latencyMillis(),
                              caller.shares(asked.costNanoDollars()).get(index),
                              asked.costKnown());
                })
        .toList();
  }

  /** Tells whoever watches that the turn has ended; one that is asked alone begins anew. */
  void end() {
    watch.ended(thought.map(Thought::state).orElse("failed"));
  }

  /**
   * All attempts of the call: its own with what guardrails did and for whom the answer was not
   * usable, and those that verdicts took.
   */
  static List<Attempt> recorded(List<BatchTurn> turns, List<Attempt> attempts) {
    var steps =
        turns.stream()
            .filter(turn -> turn.refusal.isEmpty())
            .flatMap(turn -> turn.guardrails.steps().stream())
            .toList();
    var recorded = new ArrayList<>(attempts);
    if (!steps.isEmpty() && !attempts.isEmpty()) {
      var last = attempts.getLast();
      recorded.set(attempts.size() - 1, last.by(last.route().with(steps)));
    }
    if (!attempts.isEmpty() && attempts.getLast().outcome() == OutcomeClass.OK) {
      var unusable =
          turns.stream()
              .filter(turn -> turn.unusable)
              .map(turn -> turn.member.handle())
              .collect(Collectors.toSet());
      recorded.set(attempts.size() - 1, recorded.getLast().withoutPartsFor(unusable));
    }
    turns.stream()
        .map(turn -> turn.refusal.isEmpty() ? turn.guardrails.verdicts() : turn.refusal)
        .forEach(recorded::addAll);
    return recorded;
  }
}
