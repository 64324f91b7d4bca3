package dev.ziggurat.chain;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.BudgetReservation;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.ledger.SpendDecision;
import dev.ziggurat.llm.AnswerCheck;
import dev.ziggurat.llm.ChatRequest;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderFailure.Details;
import dev.ziggurat.settings.SettingsView;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One request being sent through the chain, with the path it has taken so far. A call is used once,
 * by one thread at a time.
 */
public final class Call {

  private final ChatRequest request;
  private final AnswerCheck check;
  private final Caller caller;
  private final SettingsView settings;
  private final Supplier<Instant> deadline;
  private final CallOptions options;
  private final CallBudget budget;
  private final Optional<Offer> preferred;

  private final CallPath path;
  private final RetryHint retryHint = new RetryHint();
  private String step = "";
  private final Refusals refusals;
  private Blame blame = Blame.CALL;
  private int contextExceeded;
  private boolean tooLong;
  private int forbidden;
  private boolean unsupported;

  /**
   * Creates a call.
   *
   * @param check decides whether an answer is usable
   * @param deadline the time after which an answer is not used any more. It is read before each
   *     attempt: when it is brought forward while the call runs, no further provider is asked
   */
  public Call(
      ChatRequest request,
      AnswerCheck check,
      Caller caller,
      SettingsView settings,
      Supplier<Instant> deadline,
      CallOptions options) {
    this.request = request;
    this.check = check;
    this.caller = caller;
    this.settings = settings;
    this.deadline = deadline;
    this.options = options;
    this.preferred = options.requested().stream().findFirst();
    this.path = new CallPath(preferred.map(Offer::provider));
    this.budget = new CallBudget(options.spendLimit());
    this.refusals = new Refusals(request, settings.providers());
  }

  /** The request. */
  public ChatRequest request() {
    return request;
  }

  /** Who the call is made for. */
  public Caller caller() {
    return caller;
  }

  /** The attempts so far, as recorded in the ledger. */
  public List<Attempt> attempts() {
    return path.attempts();
  }

  /** What the ledger is told if every provider was skipped; empty if one was asked. */
  public Optional<Attempt> skippedAll(Instant now) {
    return path.skippedAll(caller, preferred().map(offer -> offer.model().id()).orElse(""), now);
  }

  /** The attempts and skips so far, in order. */
  public List<PathStep> path() {
    return path.steps();
  }

  /** The path while it grows. */
  CallPath pathSoFar() {
    return path;
  }

  /** Decides whether an answer is usable. */
  AnswerCheck check() {
    return check;
  }

  /** Notifies the listener that no provider is asked any more; the caller of the chain does it. */
  public void ended() {
    options.listener().ended(attempts());
  }

  /** Notifies the listener that this attempt of an earlier call answered this one. */
  public void endedBy(Attempt cached) {
    options.listener().ended(List.of(cached));
  }

  CallListener listener() {
    return options.listener();
  }

  SettingsView settings() {
    return settings;
  }

  Optional<Offer> preferred() {
    return preferred;
  }

  /** The requested model as this provider serves it; empty if it does not. */
  Optional<Offer> requested(Provider provider) {
    for (var offer : options.requested()) {
      if (offer.provider().equals(provider)) {
        return Optional.of(offer);
      }
    }
    return Optional.empty();
  }

  /** The providers that the chain tries, in order. */
  List<Provider> order() {
    return options.order(request.operation(), settings.providers());
  }

  Duration remaining(Instant now) {
    return Duration.between(now, deadline.get());
  }

  /**
   * Whether this provider may be asked. Without fallback that is only the preferred provider, or
   * the first one that can be asked when none is preferred.
   */
  boolean mayAsk(Provider provider) {
    return options.fallback()
        || preferred()
            .map(offer -> offer.provider().equals(provider))
            .orElseGet(() -> !path.hasAskedOther(provider));
  }

  /**
   * Records the current step.
   *
   * @return true when it is a retry of the same step
   */
  boolean enterStep(String name) {
    var repeated = step.equals(name);
    step = name;
    return repeated;
  }

  /** The refusals of the request as invalid. */
  Refusals refusals() {
    return refusals;
  }

  /** What the last failed attempt says something about. */
  Blame blame() {
    return blame;
  }

  void blame(Blame last) {
    blame = last;
  }

  /** Whether the deadline was set by the caller, not by a setting. */
  boolean hasCallersDeadline() {
    return options.callersDeadline();
  }

  /** The largest context window, in tokens, that was too small for this request; 0 if none was. */
  int contextExceeded() {
    return contextExceeded;
  }

  void contextExceeded(int tokens) {
    contextExceeded = Math.max(contextExceeded, tokens);
  }

  /**
   * Checks that the caller may use this model.
   *
   * @throws ProviderSkipped when it may not
   */
  void checkAllowed(Offer offer) {
    if (!options.allowed().test(offer)) {
      forbidden++;
      throw skip(
          offer.provider(),
          "its model %s is not allowed for this key".formatted(offer.model().id()));
    }
  }

  /** Whether every provider was skipped because the caller may not use its model. */
  public boolean forbidden() {
    return forbidden > 0 && forbidden == path.steps().size();
  }

  /**
   * Reserves the worst-case cost of asking this provider.
   *
   * @param now when the attempt begins
   * @throws ProviderSkipped when a budget does not cover it, the price is unknown, or the budget
   *     cannot be checked
   * @throws BudgetBusy when there may be room later and the call can wait
   */
  BudgetReservation reserve(
      Provider provider, AttemptCost cost, AttemptBudgets budgets, Instant now) {
    return budget.reserve(this, provider, cost, budgets, now);
  }

  /** What budgets refused so far, the last refusal of each. */
  Collection<SpendDecision.OverBudget> refusedByBudgets() {
    return budget.refused();
  }

  /** Whether a provider was skipped because a budget does not cover its worst-case cost. */
  public boolean overBudget() {
    return budget.exceeded();
  }

  /** The same of a budget or limit of the caller, not of the provider. */
  public boolean overCallersBudget() {
    return budget.callersExceeded();
  }

  /** Skips a provider whose model has too small a context window for the prompt. */
  ProviderSkipped skipTooLong(Provider provider, long tokens, int contextTokens) {
    tooLong = true;
    contextExceeded(contextTokens);
    return skip(
        provider,
        "the prompt of about %d tokens does not fit into its context window of %d tokens"
            .formatted(tokens, contextTokens));
  }

  /** Whether a provider was skipped because the prompt does not fit into its context window. */
  public boolean tooLong() {
    return tooLong;
  }

  /** Skips a provider that does not support the request. */
  ProviderSkipped skipUnsupported(Provider provider, String reason) {
    unsupported = true;
    return skip(provider, "it does not support this request (%s)".formatted(reason));
  }

  /** Whether a provider was skipped because it does not support the request. */
  public boolean unsupported() {
    return unsupported;
  }

  /**
   * What a provider found invalid in the request: the first one that named a parameter, else the
   * last one.
   */
  public Optional<Details> rejection() {
    return refusals.firstNamed();
  }

  /** Whether and when retrying this call may succeed. */
  public RetryHint retryHint() {
    return retryHint;
  }

  /** Skips a provider while it cools down. */
  ProviderSkipped skipCoolingDown(Cooldown cooldown, Duration wait) {
    retryHint.coolingDown(cooldown.outcome(), wait);
    return skipTemporarily(
        cooldown.provider(),
        "cooling down until %s after %s: %s"
            .formatted(
                cooldown.until().truncatedTo(ChronoUnit.SECONDS),
                cooldown.outcome(),
                cooldown.reason()));
  }

  /** Skips a provider for a temporary reason: a later call may be able to ask it. */
  ProviderSkipped skipForNow(Provider provider, String reason) {
    retryHint.retryLater();
    return skipTemporarily(provider, reason);
  }

  /** Skips a provider for a reason that a retry does not change. */
  ProviderSkipped skip(Provider provider, String reason) {
    path.skipped(provider, reason, false);
    return new ProviderSkipped(provider, reason);
  }

  /** Skips a provider that other calls, or the same call later, may ask. */
  ProviderSkipped skipTemporarily(Provider provider, String reason) {
    path.skipped(provider, reason, true);
    return new ProviderSkipped(provider, reason);
  }
}
