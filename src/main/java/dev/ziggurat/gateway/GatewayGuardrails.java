package dev.ziggurat.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.gateway.guarded.CallGuardrails;
import dev.ziggurat.gateway.guarded.RequestMask;
import dev.ziggurat.gateway.guarded.RequestTexts;
import dev.ziggurat.guardrails.Guardrail;
import dev.ziggurat.guardrails.GuardrailDefaults;
import dev.ziggurat.guardrails.GuardrailList;
import dev.ziggurat.guardrails.GuardrailRefused;
import dev.ziggurat.guardrails.GuardrailRun;
import dev.ziggurat.guardrails.GuardrailsConfig;
import dev.ziggurat.guardrails.Judges;
import dev.ziggurat.guardrails.Side;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.ledger.Route;
import dev.ziggurat.ledger.Spend;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.settings.SettingsView;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;

/** Applies guardrails to the requests of the gateway: those of all keys, then those of the key. */
@Singleton
class GatewayGuardrails {

  private final GuardrailDefaults defaults;
  private final GuardrailsConfig config;
  private final LedgerQueue ledger;
  private final ObjectMapper json;
  private final InstantSource time;

  GatewayGuardrails(
      GuardrailDefaults defaults,
      GuardrailsConfig config,
      LedgerQueue ledger,
      ObjectMapper json,
      InstantSource time) {
    this.defaults = defaults;
    this.config = config;
    this.ledger = ledger;
    this.json = json;
    this.time = time;
  }

  /**
   * A request that may be sent.
   *
   * @param answers checks and writes its answer
   */
  record Guarded(GatewayRequest request, GuardedAnswers answers) {}

  /**
   * Applies the guardrails to a request; may block.
   *
   * @param caller the call that it is for; if it is refused, the ledger says so
   * @throws GatewayRefusal if it is refused
   */
  Guarded request(
      GatewayRequest sent, GatewayCaller gatewayCaller, Caller caller, SettingsView settings) {
    var list = of(gatewayCaller);
    var run = new GuardrailRun(config.window());
    Judges judges =
        (_, _, _) -> {
          throw new Judges.JudgeFailed("not yet");
        };
    try {
      var request = checked(sent, list, run, judges);
      return new Guarded(
          request, new GuardedAnswers(answer(request, list, run, judges), request.answers(), json));
    } catch (GuardrailRefused refused) {
      ledger.offer(refusedCall(refused, run, caller, settings));
      throw GatewayRefusal.guardrail(refused).of(caller.callId());
    }
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

  private static GatewayRequest checked(
      GatewayRequest sent, GuardrailList list, GuardrailRun run, Judges judges) {
    var request = sent;
    for (var guardrail : list.on(Side.REQUEST)) {
      switch (guardrail) {
        case Guardrail.SizeLimit limit ->
            run.checkSize(
                limit,
                Side.REQUEST,
                RequestTexts.characters(request.body().path("messages")),
                request.request(1, Optional.empty()).estimatedInputTokens());
        case Guardrail.OfTexts texts ->
            request =
                request.masked(
                    new RequestMask(run.mask(texts, Side.REQUEST)),
                    new RequestMask(run.maskCopy(texts, Side.REQUEST)));
        case Guardrail.AllowList allowed -> {
          for (var tool : RequestTexts.tools(request.body())) {
            run.checkTool(allowed, Side.REQUEST, tool);
          }
          request
              .original()
              .ifPresent(
                  original ->
                      RequestTexts.tools(original.body())
                          .forEach(tool -> run.checkTool(allowed, Side.REQUEST, tool)));
        }
        case Guardrail.OfVerdict verdict ->
            run.judge(verdict, Side.REQUEST, RequestTexts.of(request.body()), judges);
      }
    }
    return request;
  }

  private CallGuardrails answer(
      GatewayRequest request, GuardrailList list, GuardrailRun run, Judges judges) {
    return new CallGuardrails(
        list,
        run,
        judges,
        config.largestJudged().asLongValue(),
        request.body().path("response_format"));
  }
}
