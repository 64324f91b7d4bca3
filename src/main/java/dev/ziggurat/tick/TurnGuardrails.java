package dev.ziggurat.tick;

import dev.ziggurat.chain.moderation.VerdictSources;
import dev.ziggurat.guardrails.CallSide;
import dev.ziggurat.guardrails.Guardrail;
import dev.ziggurat.guardrails.GuardrailList;
import dev.ziggurat.guardrails.GuardrailRefused;
import dev.ziggurat.guardrails.GuardrailRun;
import dev.ziggurat.guardrails.GuardrailStep;
import dev.ziggurat.guardrails.JudgedText;
import dev.ziggurat.guardrails.Judges;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.ledger.Route;
import dev.ziggurat.ledger.Spend;
import dev.ziggurat.ledger.SpendLimit;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.TextSize;
import dev.ziggurat.settings.SettingsView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The guardrails of one turn, and what they did. */
final class TurnGuardrails {

  private static final int THIRDS = 3;

  private final GuardrailList list;
  private final Optional<GuardrailRefused> sharedRefusal;
  private final GuardrailRun run;
  private final Judges judges;
  private final Caller caller;
  private final List<Attempt> verdicts = new ArrayList<>();

  TurnGuardrails(
      GuardrailList list,
      Optional<GuardrailRefused> sharedRefusal,
      GuardrailRun run,
      VerdictSources sources,
      Caller caller,
      SettingsView settings,
      SpendLimit spendLimit) {
    this.list = list;
    this.sharedRefusal = sharedRefusal;
    this.run = run;
    this.caller = caller;
    this.judges = sources.about(caller, settings, spendLimit, verdicts::addAll);
  }

  /**
   * The agent's own part of the prompt, as it may be sent; may block.
   *
   * @param shared the part that all agents share, which was masked
   * @throws GuardrailRefused if it is refused
   */
  String prompt(String shared, String own) {
    sharedRefusal.ifPresent(
        refused -> {
          throw refused;
        });
    var masked = own;
    for (var guardrail : list.on(CallSide.REQUEST)) {
      switch (guardrail) {
        case Guardrail.SizeLimit limit -> checkSize(limit, CallSide.REQUEST, shared, masked);
        case Guardrail.OfTexts texts ->
            masked = run.mask(texts, CallSide.REQUEST).text().whole(masked);
        case Guardrail.AllowList _ -> {
          // The chain asks no model that is not allowed, and agents have no tools.
        }
        case Guardrail.OfVerdict verdict ->
            run.judge(
                verdict,
                CallSide.REQUEST,
                List.of(new JudgedText("system", shared), new JudgedText("user", masked)),
                judges);
      }
    }
    return masked;
  }

  /**
   * An answer as it may be used, before verdicts about it.
   *
   * @throws GuardrailRefused if it is refused
   */
  Completion answer(Completion completion) {
    var masked = completion.text();
    for (var guardrail : list.on(CallSide.ANSWER)) {
      if (guardrail instanceof Guardrail.SizeLimit limit) {
        checkSize(limit, CallSide.ANSWER, masked);
      } else if (guardrail instanceof Guardrail.OfTexts texts) {
        masked = run.mask(texts, CallSide.ANSWER).json().whole(masked);
      }
    }
    return completion.saying(masked);
  }

  /**
   * Asks for verdicts about an answer; blocks.
   *
   * @throws GuardrailRefused if it is refused
   */
  void judge(Completion completion) {
    for (var guardrail : list.on(CallSide.ANSWER)) {
      if (guardrail instanceof Guardrail.OfVerdict verdict) {
        var text = new JudgedText("assistant", completion.text());
        run.judge(verdict, CallSide.ANSWER, List.of(text), judges);
      }
    }
  }

  private void checkSize(Guardrail.SizeLimit limit, CallSide side, String... texts) {
    var characters = 0L;
    var tokenThirds = 0L;
    for (var text : texts) {
      characters += text.length();
      tokenThirds += TextSize.of(text).tokenThirds();
    }
    run.checkSize(limit, side, characters, Math.ceilDiv(tokenThirds, THIRDS));
  }

  /** What the guardrails did. */
  List<GuardrailStep> steps() {
    return run.steps();
  }

  /** The attempts that verdicts took. */
  List<Attempt> verdicts() {
    return List.copyOf(verdicts);
  }

  /** The attempts of the turn with what the guardrails did, and those that verdicts took. */
  List<Attempt> recorded(List<Attempt> attempts) {
    var recorded = new ArrayList<>(attempts);
    if (!run.steps().isEmpty() && !attempts.isEmpty()) {
      var last = attempts.getLast();
      recorded.set(attempts.size() - 1, last.by(last.route().with(run.steps())));
    }
    recorded.addAll(verdicts);
    return recorded;
  }

  /** What the ledger is told of a prompt that was refused: no provider was called. */
  Attempt refused(GuardrailRefused refused, Provider first, Instant now) {
    return new Attempt(
        caller,
        0,
        now,
        first,
        "",
        Optional.empty(),
        OutcomeClass.SKIPPED,
        Optional.of(refused.getMessage()),
        0,
        0,
        Optional.empty(),
        Spend.NOTHING,
        false,
        Optional.empty(),
        Route.DIRECT);
  }
}
