package dev.ziggurat.memory;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.chain.Call;
import dev.ziggurat.chain.CallListener;
import dev.ziggurat.chain.CallOptions;
import dev.ziggurat.chain.Chain;
import dev.ziggurat.chain.ChainExhausted;
import dev.ziggurat.guardrails.GuardrailRefused;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.BudgetScope;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.ledger.SpendBudget;
import dev.ziggurat.ledger.SpendDecision;
import dev.ziggurat.ledger.SpendLimit;
import dev.ziggurat.llm.AnswerCheck;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.memory.ReflectionPrompt.Reflected;
import dev.ziggurat.memory.ReflectionStore.Ending;
import dev.ziggurat.memory.ReflectionStore.Result;
import dev.ziggurat.settings.SettingsView;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the call in which one agent reflects. */
@Singleton
class ReflectionCall {

  private static final String ERROR = "an error of this program; see its log";

  private final ReflectionPrompt prompt;
  private final Chain chain;
  private final InstantSource time;

  ReflectionCall(ReflectionPrompt prompt, Chain chain, InstantSource time) {
    this.prompt = prompt;
    this.chain = chain;
    this.time = time;
  }

  /**
   * What came of a call.
   *
   * @param refused by which budget of the game, if that is why there was none
   * @param isStored whether it is written; one that is not can be made again
   */
  record Outcome(Result result, Optional<SpendDecision.OverBudget> refused, boolean isStored) {

    /** Of a call that ended by an error of this program. */
    static final Outcome ERROR =
        new Outcome(failed(ReflectionCall.ERROR, List.of()), Optional.empty(), true);

    /** The same, once it is written. */
    Outcome stored() {
      return new Outcome(result, refused, true);
    }

    /** Whether there may be room once calls in flight have ended, and nothing is spent yet. */
    boolean isRefusedForNow() {
      return refused.filter(SpendDecision.OverBudget::forNow).isPresent()
          && result.attempts().stream()
              .allMatch(attempt -> attempt.outcome() == OutcomeClass.SKIPPED);
    }

    /** Whether the budget would refuse the other agents of the game, too. */
    boolean isRefusedForAll() {
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

  /**
   * Makes the call; blocks.
   *
   * @param own the agent's part of the prompt
   * @param requested the models that are asked first
   * @param spending the budgets that bind it
   */
  Outcome make(
      ReflectionRound round,
      SettingsView view,
      Caller caller,
      String own,
      List<Offer> requested,
      SpendLimit spending) {
    var note = new RefusalNote();
    var result = result(round, view, caller, own, requested, spending.and(note));
    return new Outcome(
        result, result.ending() == Ending.OVER_BUDGET ? note.refused : Optional.empty(), false);
  }

  private Result result(
      ReflectionRound round,
      SettingsView view,
      Caller caller,
      String own,
      List<Offer> requested,
      SpendLimit spending) {
    var checks = round.checks().of(caller, view);
    String checked;
    try {
      checked = checks.prompt(ReflectionPrompt.RULES, own);
    } catch (GuardrailRefused refused) {
      return failed(refused.getMessage(), checks.recorded(List.of()));
    }
    var reader = new Reader(checks);
    var call =
        new Call(
            prompt.request(checked),
            reader,
            caller,
            view,
            round.until(),
            new CallOptions(
                requested, true, round.checks().allowed(), spending, CallListener.NONE));
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
      Log.errorf(unforeseen, "A reflection of %s failed", round.game().id());
      return failed(ERROR, checks.recorded(call.attempts()));
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
