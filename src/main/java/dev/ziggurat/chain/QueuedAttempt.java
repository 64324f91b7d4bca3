package dev.ziggurat.chain;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.llm.CallCancellation;
import dev.ziggurat.llm.ChatProvider;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderFailure;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Waits for a provider's cooldown, slot and rate limit and asks it, or skips it when the wait would
 * be too long. One call asks each provider at most twice.
 */
@Singleton
class QueuedAttempt {

  private static final int MAX_ATTEMPTS = 2;

  private static final int MAX_PAUSE_MILLIS = 200;
  private static final int MAX_LATENCY_MILLIS = 1_000;

  /** How long a call waits until it looks again whether a budget has room. */
  private static final Duration BUDGET_PAUSE = Duration.ofMillis(100);

  /** The longest that a caller waits for a rate limit while another provider can be asked. */
  private static final Duration SHORT_WAIT = Duration.ofSeconds(1);

  private final ProviderQueues queues;
  private final Cooldowns cooldowns;
  private final SingleAttempt singleAttempt;
  private final NextProviders nextProviders;
  private final ChainConfig config;
  private final InstantSource time;

  QueuedAttempt(
      ProviderQueues queues,
      Cooldowns cooldowns,
      SingleAttempt singleAttempt,
      NextProviders nextProviders,
      ChainConfig config,
      InstantSource time) {
    this.queues = queues;
    this.cooldowns = cooldowns;
    this.singleAttempt = singleAttempt;
    this.nextProviders = nextProviders;
    this.config = config;
    this.time = time;
  }

  /**
   * Waits and asks; after a 429 without {@code Retry-After} the call waits in line once more, and
   * while only calls in flight keep a budget from having room it waits for these.
   *
   * @throws ProviderSkipped when no slot becomes free in time
   * @throws ProviderFailure when there is no usable answer
   * @throws CallFailure when there is none for a reason that depends on the call
   */
  StepResult ask(ChatProvider chat, Offer offer, Call call) {
    var provider = chat.provider();
    var maxWait = maxWait(call);
    var waitUntil = time.instant().plus(maxWait);
    while (true) {
      awaitCooldown(chat, offer, call, Duration.between(time.instant(), waitUntil));
      var slot = acquire(provider, call, Duration.between(time.instant(), waitUntil));
      var kept = false;
      Duration pause;
      try {
        var opened = singleAttempt.ask(chat, offer, call, slot);
        // A stream keeps its slot until it ends.
        kept = opened instanceof StepResult.Streaming;
        return opened;
      } catch (ProviderFailure failure) {
        if (!waitsInLineAgain(failure, call) || !time.instant().isBefore(waitUntil)) {
          throw ending(failure, call);
        }
        pause = pause(call);
      } catch (BudgetBusy busy) {
        pause = BUDGET_PAUSE;
        if (!time.instant().plus(pause).isBefore(waitUntil)) {
          throw call.skipTemporarily(provider, busy.reason());
        }
      } finally {
        if (!kept) {
          slot.close();
        }
      }
      sleep(pause, provider, call);
    }
  }

  private ConcurrencyLimit.Slot acquire(Provider provider, Call call, Duration maxWait) {
    var tokens = call.request().estimatedInputTokens() + call.request().maxOutputTokens();
    var queue = queues.of(provider, call.request().operation());
    var slot =
        call.pathSoFar().attemptsAt(provider) == 0
            ? queue.acquire(tokens, maxWait)
            : queue.acquireAgain(tokens, maxWait);
    return slot.orElseThrow(() -> call.skipForNow(provider, "busy: no free slot in time"));
  }

  private static boolean waitsInLineAgain(ProviderFailure failure, Call call) {
    return failure instanceof ProviderFailure.RateLimited
        && failure.details().waitHint().isEmpty()
        && call.pathSoFar().attemptsAt(failure.provider()) < MAX_ATTEMPTS;
  }

  /** Waits for a rate limit that ends soon; any other cooldown skips the provider. */
  private void awaitCooldown(ChatProvider chat, Offer offer, Call call, Duration maxWait) {
    var cooldown =
        cooldowns.active(chat, offer.model().id(), call.settings().version()).orElse(null);
    if (cooldown == null) {
      return;
    }
    var wait = Duration.between(time.instant(), cooldown.until());
    if (cooldown.outcome() != OutcomeClass.RATE
        || !isWorthWaiting(wait, offer.provider(), call, maxWait)) {
      throw call.skipCoolingDown(cooldown, wait);
    }
    call.retryHint().rateLimited(Optional.of(wait));
    sleep(wait, offer.provider(), call);
  }

  /** A turn of a game waits in line; a caller waits only while nobody else can be asked. */
  private boolean isWorthWaiting(Duration wait, Provider provider, Call call, Duration maxWait) {
    return wait.compareTo(maxWait) <= 0
        && (wait.compareTo(SHORT_WAIT) <= 0
            || !(call.request() instanceof ForwardedRequest)
            || !nextProviders.canAskAnother(provider, call));
  }

  /** As long as the refused attempt took, and some more: then others have been refused as well. */
  private static Duration pause(Call call) {
    var some = ThreadLocalRandom.current().nextInt(MAX_PAUSE_MILLIS / 2, MAX_PAUSE_MILLIS);
    var took = Math.min(call.attempts().getLast().latencyMillis(), MAX_LATENCY_MILLIS);
    return Duration.ofMillis(took + some);
  }

  private static void sleep(Duration wait, Provider provider, Call call) {
    try (var _ = CallCancellation.waiting()) {
      Thread.sleep(wait.isPositive() ? wait : Duration.ZERO);
    } catch (InterruptedException interrupted) {
      CallCancellation.restoreInterrupt();
      throw call.skipForNow(provider, "interrupted while waiting");
    }
  }

  private Duration maxWait(Call call) {
    var remaining = call.remaining(time.instant());
    return remaining.isPositive()
        ? Duration.ofMillis((long) (remaining.toMillis() * config.waitingShare()))
        : Duration.ZERO;
  }

  /** What the step ends with: tells retry policy and circuit breaker how to treat the failure. */
  private RuntimeException ending(ProviderFailure failure, Call call) {
    var provider = failure.provider();
    var retryable =
        failure.retryable()
            && call.pathSoFar().attemptsAt(provider) < MAX_ATTEMPTS
            && isWorthWaiting(
                failure.details().waitHint().orElse(Duration.ZERO), provider, call, maxWait(call));
    if (call.blame() != Blame.PROVIDER && !(failure instanceof ProviderFailure.OfTheCall)) {
      return new CallFailure(failure, retryable);
    }
    return failure.retryable() && !retryable ? new NotRetryable(failure) : failure;
  }
}
