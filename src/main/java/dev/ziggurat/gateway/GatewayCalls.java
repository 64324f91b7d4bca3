package dev.ziggurat.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.chain.Call;
import dev.ziggurat.chain.CallListeners;
import dev.ziggurat.chain.CallOptions;
import dev.ziggurat.chain.Chain;
import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.gateway.keys.Key;
import dev.ziggurat.gateway.keys.KeyBudgets;
import dev.ziggurat.gateway.keys.KeyModels;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.ledger.SpendLimit;
import dev.ziggurat.llm.AnswerCheck;
import dev.ziggurat.llm.FinishReason;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.Operation;
import dev.ziggurat.settings.Settings;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Turns gateway requests into calls to the chain. */
@Singleton
class GatewayCalls {

  private static final String SOURCE = "gateway";

  /** Header that pages of the console send. */
  private static final String CONSOLE = "X-Ziggurat-Console";

  /** Header of W3C Trace Context. */
  private static final String TRACE_PARENT = "traceparent";

  private final Chain chain;
  private final Settings settings;
  private final GatewayModelNames models;
  private final KeyModels keyModels;
  private final KeyBudgets budgets;
  private final CostLimitCheck costLimitCheck;
  private final GatewayGuardrails guardrails;
  private final CachedAnswers cachedAnswers;
  private final CallListeners watches;
  private final LedgerQueue ledger;
  private final GatewayConfig config;
  private final ObjectMapper json;
  private final InstantSource time;

  GatewayCalls(
      Chain chain,
      Settings settings,
      GatewayModelNames models,
      KeyModels keyModels,
      KeyBudgets budgets,
      CostLimitCheck costLimitCheck,
      GatewayGuardrails guardrails,
      CachedAnswers cachedAnswers,
      CallListeners watches,
      LedgerQueue ledger,
      GatewayConfig config,
      ObjectMapper json,
      InstantSource time) {
    this.chain = chain;
    this.settings = settings;
    this.models = models;
    this.keyModels = keyModels;
    this.budgets = budgets;
    this.costLimitCheck = costLimitCheck;
    this.guardrails = guardrails;
    this.cachedAnswers = cachedAnswers;
    this.watches = watches;
    this.ledger = ledger;
    this.config = config;
    this.json = json;
    this.time = time;
  }

  /**
   * Validates a request and counts it against the rate limit; does not answer yet. Waits for an
   * identical call in flight of the same key, or for the embedding that similar calls are found by.
   *
   * @throws GatewayRefusal naming what is invalid, or how long to wait
   */
  GatewayCall begin(GatewayCaller gatewayCaller, GatewayRequest body, HttpHeaders headers) {
    var requestOptions = RequestOptions.of(headers, body, config.longestLimit());
    var allowed = allowed(gatewayCaller);
    var wanted = allowedOf(models.resolve(body), allowed, gatewayCaller, body);
    var sent = body.request(config.outputTokens(), requestOptions.project());
    sent.embedding().ifPresent(input -> EmbeddingLimits.check(input, wanted));
    costLimitCheck.check(sent, wanted, gatewayCaller, requestOptions);
    gatewayCaller.key().ifPresent(this::admit);
    var chosen = settings.current();
    var deadline = deadline(requestOptions);
    var program =
        Caller.program(
            source(gatewayCaller, headers), gatewayCaller.keyId(), requestOptions.tags());
    var guarded =
        guardrails.request(
            body,
            wanted,
            gatewayCaller,
            program,
            chosen,
            spendLimit(requestOptions, gatewayCaller));
    var request =
        guarded.request() == body
            ? sent
            : guarded.request().request(config.outputTokens(), requestOptions.project());
    var spendLimit = spendLimit(requestOptions, gatewayCaller);
    var listener =
        watches.follow(program, Optional.ofNullable(headers.getHeaderString(TRACE_PARENT)));
    var caller = program.tracedBy(listener.traceId());
    var call =
        new Call(
            request,
            answered(request),
            caller,
            chosen,
            () -> deadline,
            new CallOptions(
                    wanted,
                    requestOptions.fallback(),
                    allowed.and(guarded.allowed()),
                    spendLimit,
                    listener)
                .callersDeadline(requestOptions.limit().isPresent()));
    var lookup =
        cachedAnswers.lookUp(
            gatewayCaller,
            new CacheQuestion(
                caller, request, wanted, requestOptions, chosen, spendLimit, deadline));
    return new GatewayCall(
        chain, call, gatewayCaller, requestOptions, guarded.answers(), lookup, ledger, json, time);
  }

  /**
   * The estimated prompt tokens of a request; calls no provider and counts against no limit.
   *
   * @throws GatewayRefusal when its model is unknown or not allowed
   */
  long inputTokens(GatewayCaller gatewayCaller, GatewayRequest body) {
    allowedOf(models.resolve(body), allowed(gatewayCaller), gatewayCaller, body);
    return body.request(config.outputTokens(), body.project()).estimatedInputTokens();
  }

  /** Of what is asked on a page of the console, the admin is the source. */
  private static String source(GatewayCaller gatewayCaller, HttpHeaders headers) {
    return gatewayCaller.key().isEmpty() && headers.getHeaderString(CONSOLE) != null
        ? Caller.ADMIN
        : SOURCE;
  }

  /** Waits until what calls cost so far is in the ledger. */
  void flush() {
    ledger.flush();
  }

  private Predicate<Offer> allowed(GatewayCaller gatewayCaller) {
    return gatewayCaller.key().map(key -> keyModels.allowed(key.terms())).orElse(_ -> true);
  }

  /**
   * A model's refusal is an answer: it is returned like one of a content filter. So is an empty
   * answer that the caller's own limit cut, such as after reasoning. Vectors are no text.
   */
  private static AnswerCheck answered(ForwardedRequest request) {
    return completion ->
        request.operation() == Operation.EMBEDDINGS
                || completion.finishReason() == FinishReason.REFUSAL
                || completion.finishReason() == FinishReason.LENGTH && request.namesOutputLimit()
            ? Optional.empty()
            : AnswerCheck.notEmpty().rejection(completion);
  }

  private List<Offer> allowedOf(
      List<Offer> wanted,
      Predicate<Offer> allowed,
      GatewayCaller gatewayCaller,
      GatewayRequest body) {
    if (wanted.isEmpty()) {
      return wanted;
    }
    var usable = new ArrayList<Offer>(wanted.size());
    for (var offer : wanted) {
      if (allowed.test(offer)) {
        usable.add(offer);
      }
    }
    if (usable.isEmpty()) {
      throw GatewayRefusal.modelForbidden(
          "The key does not allow the model `%s`; it allows: %s"
              .formatted(models.name(body), KeyLimitMessages.models(gatewayCaller)));
    }
    return usable;
  }

  private void admit(Key key) {
    try {
      budgets
          .admit(key)
          .ifPresent(
              wait -> {
                throw GatewayRefusal.tooFast(KeyLimitMessages.rate(key), wait);
              });
    } catch (DatabaseException away) {
      throw GatewayRefusal.away("Key limits cannot be checked", away);
    }
  }

  private Instant deadline(RequestOptions requestOptions) {
    return time.instant().plus(requestOptions.limit().orElse(config.limit()));
  }

  private SpendLimit spendLimit(RequestOptions requestOptions, GatewayCaller gatewayCaller) {
    var own =
        requestOptions.mostNanoDollars().<SpendLimit>map(MaxCost::new).orElse(SpendLimit.UNLIMITED);
    return gatewayCaller.key().map(key -> own.and(budgets.spendLimit(key))).orElse(own);
  }
}
