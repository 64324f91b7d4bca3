package dev.ziggurat.chain;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.llm.CallCancellation;
import dev.ziggurat.llm.ChatProvider;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderFailure;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Waits for a provider's cooldown, slot and rate limit and asks it, or skips it when the wait would
 * be too long.
 */
@Singleton
class QueuedAttempt {

  /** The first pause after a 429 without {@code Retry-After}. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);

  private final ProviderQueues queues;
  private final Cooldowns cooldowns;
  private final SingleAttempt singleAttempt;
  private final ChainConfig config;
  private final InstantSource time;

  QueuedAttempt(
      ProviderQueues queues,
      Cooldowns cooldowns,
      SingleAttempt singleAttempt,
      ChainConfig config,
      InstantSource time) {
    this.queues = queues;
    this.cooldowns = cooldowns;
    this.singleAttempt = singleAttempt;
    this.config = config;
    this.time = time;
  }

  /**
   * Waits and asks; after a 429 without {@code Retry-After} the call waits again.
   *
   * @throws ProviderSkipped when no slot becomes free in time
   * @throws ProviderFailure when there is no usable answer
   */
  StepResult ask(ChatProvider chat, Offer offer, Call call) {
    var provider = chat.provider();
    var queue = queues.of(provider);
    var tokens = call.request().estimatedInputTokens() + call.request().maxOutputTokens();
    var maxWait = maxWait(call);
    var waitUntil = time.instant().plus(maxWait);
    for (var requeues = 0; ; requeues++) {
      awaitCooldown(offer, call, Duration.between(time.instant(), waitUntil));
      var slot = queue.acquire(tokens, Duration.between(time.instant(), waitUntil));
      if (slot.isEmpty()) {
        throw call.skipForNow(provider, "busy: no free slot in time");
      }
      var acquired = slot.get();
      var kept = false;
      try {
        var opened = singleAttempt.ask(chat, offer, call, acquired);
        // A stream keeps its slot until it ends.
        kept = opened instanceof StepResult.Streaming;
        return opened;
      } catch (ProviderFailure.RateLimited limited) {
        call.retryHint().rateLimited(limited.details().waitHint());
        if (limited.details().waitHint().isPresent()
            || requeues >= config.requeues()
            || !time.instant().isBefore(waitUntil)) {
          throw retryableInTime(limited, call);
        }
        pause(requeues, Duration.between(time.instant(), waitUntil), provider, call);
      } catch (ProviderFailure failure) {
        throw retryableInTime(failure, call);
      } finally {
        if (!kept) {
          acquired.close();
        }
      }
    }
  }

  /** Waits for a rate limit that ends soon; any other cooldown skips the provider. */
  private void awaitCooldown(Offer offer, Call call, Duration maxWait) {
    var provider = offer.provider();
    var cooldown =
        cooldowns.active(provider, offer.model().id(), call.settings().version()).orElse(null);
    if (cooldown == null) {
      return;
    }
    var wait = Duration.between(time.instant(), cooldown.until());
    var rateLimited = cooldown.outcome() == OutcomeClass.RATE;
    if (rateLimited) {
      call.retryHint().rateLimited(Optional.of(wait));
    }
    if (!rateLimited || wait.compareTo(maxWait) > 0) {
      throw call.skipForNow(
          provider,
          "cooling down until %s after %s: %s"
              .formatted(
                  cooldown.until().truncatedTo(ChronoUnit.SECONDS),
                  cooldown.outcome(),
                  cooldown.reason()));
    }
    sleep(wait, provider, call);
  }

  /** Exponential backoff with jitter, at most {@code maxWait}. */
  private static void pause(int requeues, Duration maxWait, Provider provider, Call call) {
    var pause = FIRST_PAUSE.multipliedBy(1L << requeues);
    var jittered = pause.multipliedBy(ThreadLocalRandom.current().nextInt(50, 100)).dividedBy(100);
    sleep(jittered.compareTo(maxWait) < 0 ? jittered : maxWait, provider, call);
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

  private RuntimeException retryableInTime(ProviderFailure failure, Call call) {
    var wait = failure.details().waitHint().orElse(Duration.ZERO);
    return failure.retryable() && wait.compareTo(maxWait(call)) > 0
        ? new NotRetryable(failure)
        : failure;
  }
}
