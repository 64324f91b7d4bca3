package dev.ziggurat.chain;

import dev.ziggurat.catalogue.Offer;
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

/** Waits in a provider's line and asks it, or passes it by when that would take too long. */
@Singleton
class QueuedAttempt {

  /** Between two tries after a 429 that names no wait. */
  private static final Duration SHORT_PAUSE = Duration.ofMillis(20);

  private final ProviderQueues lines;
  private final Cooldowns cooldowns;
  private final SingleAttempt singleAttempt;
  private final ChainConfig config;
  private final InstantSource time;

  QueuedAttempt(
      ProviderQueues lines,
      Cooldowns cooldowns,
      SingleAttempt singleAttempt,
      ChainConfig config,
      InstantSource time) {
    this.lines = lines;
    this.cooldowns = cooldowns;
    this.singleAttempt = singleAttempt;
    this.config = config;
    this.time = time;
  }

  /**
   * Waits in line and asks; a 429 that names no wait sends the call back into the line.
   *
   * @throws ProviderSkipped when there is no place in time
   * @throws ProviderFailure when there is no usable answer
   */
  StepResult ask(ChatProvider chat, Offer offer, Call call) {
    var provider = chat.provider();
    var line = lines.of(provider);
    var tokens = call.request().estimatedInputTokens() + call.request().maxOutputTokens();
    var patience = patience(call);
    var waitUntil = time.instant().plus(patience);
    for (var again = 0; ; again++) {
      awaitCooldown(offer, call, Duration.between(time.instant(), waitUntil));
      var place = line.enter(tokens, Duration.between(time.instant(), waitUntil));
      if (place.isEmpty()) {
        throw call.skipForNow(provider, "busy: no place in its line in time");
      }
      var held = place.get();
      var kept = false;
      try {
        var opened = singleAttempt.ask(chat, offer, call, held);
        // A stream needs its place to its end.
        kept = opened instanceof StepResult.Streaming;
        return opened;
      } catch (ProviderFailure.RateLimited limited) {
        call.prospects().rateLimited(limited.details().waitHint());
        if (limited.details().waitHint().isPresent()
            || again >= config.requeues()
            || !time.instant().isBefore(waitUntil)) {
          throw repeatable(limited, call);
        }
        pause(again, Duration.between(time.instant(), waitUntil), provider, call);
      } catch (ProviderFailure failure) {
        throw repeatable(failure, call);
      } finally {
        if (!kept) {
          held.close();
        }
      }
    }
  }

  /** A rate limit that ends soon is waited for; anything else means the next provider. */
  private void awaitCooldown(Offer offer, Call call, Duration patience) {
    var provider = offer.provider();
    var cooldown =
        cooldowns.against(provider, offer.model().id(), call.settings().version()).orElse(null);
    if (cooldown == null) {
      return;
    }
    var wait = Duration.between(time.instant(), cooldown.until());
    var rateLimited = cooldown.outcome() == OutcomeClass.RATE;
    if (rateLimited) {
      call.prospects().rateLimited(Optional.of(wait));
    }
    if (!rateLimited || wait.compareTo(patience) > 0) {
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

  /** Each pause may be twice as long as the one before, and none outlasts the patience. */
  private static void pause(int again, Duration patience, Provider provider, Call call) {
    var longest = SHORT_PAUSE.multipliedBy(1L << again);
    var jittered =
        longest.multipliedBy(ThreadLocalRandom.current().nextInt(50, 100)).dividedBy(100);
    sleep(jittered.compareTo(patience) < 0 ? jittered : patience, provider, call);
  }

  private static void sleep(Duration wait, Provider provider, Call call) {
    try {
      Thread.sleep(wait.isPositive() ? wait : Duration.ZERO);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw call.skipForNow(provider, "interrupted while waiting");
    }
  }

  private Duration patience(Call call) {
    var remaining = call.remaining(time.instant());
    return remaining.isPositive()
        ? Duration.ofMillis((long) (remaining.toMillis() * config.waitingShare()))
        : Duration.ZERO;
  }

  private RuntimeException repeatable(ProviderFailure failure, Call call) {
    var wait = failure.details().waitHint().orElse(Duration.ZERO);
    return failure.retryable() && wait.compareTo(patience(call)) > 0
        ? new NotRetryable(failure)
        : failure;
  }
}
