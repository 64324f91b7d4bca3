package dev.ziggurat.chain;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.BudgetReservation;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.llm.AnswerCheck;
import dev.ziggurat.llm.ChatRequest;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.FinishReason;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.llm.ProviderFailure.Details;
import dev.ziggurat.money.NanoDollars;
import dev.ziggurat.settings.SettingsView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One request on its way through the chain, and the path it has left so far. A call is used once
 * and by one thread at a time.
 */
public final class Call {

  private final ChatRequest request;
  private final AnswerCheck check;
  private final Caller caller;
  private final SettingsView settings;
  private final Supplier<Instant> deadline;
  private final CallOptions options;
  private final CallBudget budget;

  private final List<PathStep> path = new ArrayList<>();
  private final List<Attempt> attempts = new ArrayList<>();
  private final RetryHint retryHint = new RetryHint();
  private String step = "";
  private int contextExceeded;
  private int forbidden;
  private boolean objected;

  /**
   * A call.
   *
   * @param check what makes an answer usable
   * @param deadline when the answer is of no more use, as far as is known now; it may be brought
   *     forward while the call runs, and then no further provider is asked
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
    this.budget = new CallBudget(options.spendLimit());
  }

  /** What is asked. */
  public ChatRequest request() {
    return request;
  }

  /** On whose behalf. */
  public Caller caller() {
    return caller;
  }

  /** The attempts so far, for the ledger. */
  public List<Attempt> attempts() {
    return List.copyOf(attempts);
  }

  /** The attempts and skips so far, in order. */
  public List<PathStep> path() {
    return List.copyOf(path);
  }

  /**
   * Holds an answer against what makes it usable.
   *
   * @throws ProviderFailure if it is of no use
   */
  void check(Completion completion) {
    var rejection = check.rejection(completion);
    if (rejection.isEmpty()) {
      return;
    }
    if (completion.finishReason() == FinishReason.REFUSAL) {
      var why = completion.explanation().orElse("the model declined to answer");
      throw new ProviderFailure.Refused(completion.provider(), Details.of(completion, why));
    }
    throw new ProviderFailure.BadAnswer(
        completion.provider(), Details.of(completion, rejection.get()));
  }

  CallListener listener() {
    return options.listener();
  }

  SettingsView settings() {
    return settings;
  }

  Optional<Offer> preferred() {
    return options.wanted().stream().findFirst();
  }

  /** The model asked for, if this provider serves it. */
  Optional<Offer> wanted(Provider provider) {
    return options.wanted().stream().filter(offer -> offer.provider().equals(provider)).findFirst();
  }

  Duration remaining(Instant now) {
    return Duration.between(now, deadline.get());
  }

  /**
   * Whether this provider may be asked: without fallback only the preferred one, or the first that
   * can be asked when none is preferred.
   */
  boolean mayAsk(Provider provider) {
    return options.fallback()
        || preferred()
            .map(offer -> offer.provider().equals(provider))
            .orElseGet(() -> path.stream().noneMatch(step -> isAskedOther(step, provider)));
  }

  private static boolean isAskedOther(PathStep step, Provider provider) {
    return step instanceof PathStep.Asked && !step.provider().equals(provider);
  }

  /** Notes which step is under way; true when it is the one that was, repeated. */
  boolean enterStep(String name) {
    var repeated = step.equals(name);
    step = name;
    return repeated;
  }

  long attemptsAt(Provider provider) {
    return attempts.stream().filter(attempt -> attempt.provider().equals(provider)).count();
  }

  boolean onPath(Provider provider) {
    return path.stream().anyMatch(step -> step.provider().equals(provider));
  }

  /** The context, in tokens, that was too small; 0 if none was. */
  int contextExceeded() {
    return contextExceeded;
  }

  void contextExceeded(int tokens) {
    contextExceeded = Math.max(contextExceeded, tokens);
  }

  int nextOrdinal() {
    return attempts.size();
  }

  void add(Attempt attempt) {
    attempts.add(attempt);
    path.add(
        new PathStep.Asked(
            attempt.provider(),
            attempt.modelAsked(),
            attempt.outcome(),
            attempt.reason().orElse("answered"),
            attempt.httpStatus(),
            attempt.latencyMillis(),
            attempt.spend().cost().value()));
  }

  /**
   * Holds a provider's model against what the caller may use.
   *
   * @throws ProviderSkipped when it is not allowed
   */
  void checkAllowed(Offer offer) {
    if (!options.allowed().test(offer)) {
      forbidden++;
      throw skip(
          offer.provider(), "its model %s is not allowed to the key".formatted(offer.model().id()));
    }
  }

  /** Whether there was a provider to ask, but no one's model is allowed to the caller. */
  public boolean forbidden() {
    return forbidden > 0 && forbidden == path.size();
  }

  /**
   * Sets aside what asking this provider may cost.
   *
   * @throws ProviderSkipped when there is not enough left, or nobody can tell
   */
  BudgetReservation reserve(Provider provider, Optional<NanoDollars> worst) {
    return budget.reserve(this, provider, worst);
  }

  /** Whether somebody was passed by because there was not enough left to spend. */
  public boolean overBudget() {
    return budget.exceeded();
  }

  /** Passes a provider by that cannot take what is asked. */
  ProviderSkipped skipWithObjection(Provider provider, String objection) {
    objected = true;
    return skip(provider, "it does not take this (%s)".formatted(objection));
  }

  /** Whether somebody was passed by because it cannot take what is asked. */
  public boolean objected() {
    return objected;
  }

  /** What the same call may expect of another time. */
  public RetryHint prospects() {
    return retryHint;
  }

  /** Passes a provider by that can be asked at another time. */
  ProviderSkipped skipForNow(Provider provider, String reason) {
    retryHint.later();
    return skip(provider, reason);
  }

  /** Passes a provider by, whatever the time. */
  ProviderSkipped skip(Provider provider, String reason) {
    path.add(new PathStep.Skipped(provider, reason));
    return new ProviderSkipped(provider, reason);
  }
}
