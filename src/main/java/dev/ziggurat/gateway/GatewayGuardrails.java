package dev.ziggurat.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.chain.moderation.GuardrailModels;
import dev.ziggurat.chain.moderation.VerdictSources;
import dev.ziggurat.gateway.guarded.CallGuardrails;
import dev.ziggurat.gateway.guarded.RequestMask;
import dev.ziggurat.gateway.guarded.RequestTexts;
import dev.ziggurat.guardrails.CallSide;
import dev.ziggurat.guardrails.Guardrail;
import dev.ziggurat.guardrails.GuardrailDefaults;
import dev.ziggurat.guardrails.GuardrailList;
import dev.ziggurat.guardrails.GuardrailRefused;
import dev.ziggurat.guardrails.GuardrailRun;
import dev.ziggurat.guardrails.GuardrailsConfig;
import dev.ziggurat.guardrails.JudgedText;
import dev.ziggurat.guardrails.Judges;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.ledger.Route;
import dev.ziggurat.ledger.Spend;
import dev.ziggurat.ledger.SpendLimit;
import dev.ziggurat.llm.Operation;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.settings.SettingsView;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Applies guardrails to the requests of the gateway: those of all keys, then those of the key. */
@Singleton
class GatewayGuardrails {

  private final GuardrailDefaults defaults;
  private final GuardrailModels models;
  private final VerdictSources verdicts;
  private final GuardrailsConfig config;
  private final LedgerQueue ledger;
  private final ObjectMapper json;
  private final InstantSource time;

  GatewayGuardrails(
      GuardrailDefaults defaults,
      GuardrailModels models,
      VerdictSources verdicts,
      GuardrailsConfig config,
      LedgerQueue ledger,
      ObjectMapper json,
      InstantSource time) {
    this.defaults = defaults;
    this.models = models;
    this.verdicts = verdicts;
    this.config = config;
    this.ledger = ledger;
    this.json = json;
    this.time = time;
  }

  /**
   * A request that may be sent.
   *
   * @param allowed the models that may answer it
   * @param answers checks and writes its answer
   */
  record Guarded(GatewayRequest request, Predicate<Offer> allowed, GuardedAnswers answers) {}

  /**
   * Applies the guardrails to a request; may block.
   *
   * @param wanted the model that it names, as its providers serve it; empty if it names none
   * @param caller the call that it is for; if it is refused, the ledger says so
   * @param spendLimit what verdicts may cost
   * @throws GatewayRefusal if it is refused
   */
  Guarded request(
      GatewayRequest sent,
      List<Offer> wanted,
      GatewayCaller gatewayCaller,
      Caller caller,
      SettingsView settings,
      SpendLimit spendLimit) {
    var list = of(gatewayCaller);
    var run = new GuardrailRun(config.window());
    var judges = verdicts.about(caller, settings, spendLimit, ledger::add);
    try {
      var request = checked(sent, wanted, list, run, judges);
      return new Guarded(
          request,
          models.allowed(list),
          new GuardedAnswers(answer(request, list, run, judges), request.answers(), json));
    } catch (GuardrailRefused refused) {
      ledger.offer(refusedCall(refused, run, caller, settings));
      var refusal = GatewayRefusal.guardrail(refused).of(caller.callId());
      masked(sent.answers(), list, run).refused(caller.callId(), refusal.error());
      throw refusal;
    }
  }

  /** What keeps the texts of a refused request gets them without what any guardrail finds. */
  private static AnswerWriter masked(AnswerWriter answers, GuardrailList list, GuardrailRun run) {
    var masked = answers;
    for (var guardrail : list.on(CallSide.REQUEST)) {
      if (guardrail instanceof Guardrail.OfTexts texts) {
        masked = masked.masked(new RequestMask(run.maskRefused(texts)));
      }
    }
    return masked;
  }

  private GuardrailList of(GatewayCaller caller) {
    return defaults
        .list()
        .and(caller.key().map(key -> key.terms().guardrails()).orElse(GuardrailList.NONE));
  }

  /** No provider was called; the row has the first one that could have been. */
  private Attempt refusedCall(
      GuardrailRefused refused, GuardrailRun run, Caller caller, SettingsView settings) {
    return new Attempt(
        caller,
        0,
        time.instant(),
        settings.providers().inOrder().getFirst(),
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
        Route.DIRECT.with(run.steps()));
  }

  private GatewayRequest checked(
      GatewayRequest sent,
      List<Offer> wanted,
      GuardrailList list,
      GuardrailRun run,
      Judges judges) {
    var request = sent;
    if (RequestTexts.isTokens(sent.body()) && list.readsTexts(CallSide.REQUEST)) {
      throw GatewayRefusal.invalid(
          "input", "The guardrails of this key check texts: send input as text, not as tokens.");
    }
    for (var guardrail : list.on(CallSide.REQUEST)) {
      switch (guardrail) {
        case Guardrail.SizeLimit limit ->
            run.checkSize(
                limit,
                CallSide.REQUEST,
                RequestTexts.of(request.body()).stream().mapToLong(JudgedText::length).sum(),
                request.request(1, Optional.empty()).estimatedInputTokens()
                    + RequestTexts.tokensOfOtherFields(request.body()));
        case Guardrail.OfTexts texts ->
            request =
                request.masked(
                    new RequestMask(run.mask(texts, CallSide.REQUEST)),
                    new RequestMask(run.maskCopy(texts, CallSide.REQUEST)));
        case Guardrail.AllowList allowed -> check(allowed, request, wanted, run);
        case Guardrail.OfVerdict verdict ->
            run.judge(verdict, CallSide.REQUEST, RequestTexts.of(request.body()), judges);
      }
    }
    return request;
  }

  private void check(
      Guardrail.AllowList allowed, GatewayRequest request, List<Offer> wanted, GuardrailRun run) {
    var mayAnswer = models.allowed(allowed);
    if (!wanted.isEmpty() && wanted.stream().noneMatch(mayAnswer)) {
      throw run.refused(allowed, CallSide.REQUEST, "its model is not allowed", 0);
    }
    Stream.concat(
            RequestTexts.tools(request.body()).stream(),
            request.original().stream()
                .flatMap(original -> RequestTexts.tools(original.body()).stream()))
        .forEach(tool -> run.checkTool(allowed, CallSide.REQUEST, tool));
  }

  private CallGuardrails answer(
      GatewayRequest request, GuardrailList list, GuardrailRun run, Judges judges) {
    return new CallGuardrails(
        request.operation() == Operation.CHAT ? list : GuardrailList.NONE,
        run,
        judges,
        config.largestJudged().asLongValue(),
        request.body().path("response_format"));
  }
}
