package dev.ziggurat.chain;

import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderFailure;
import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.faulttolerance.api.CustomBackoff;
import io.smallrye.faulttolerance.api.RetryWhen;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Fallback;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;

/**
 * The order in which providers are tried for one call, from top to bottom. Each step asks its
 * provider, repeats what a repetition can mend, and falls back to the next. Providers that were
 * added, or put at another place, are asked before or after the four, under the same policy. What a
 * step does with its provider is {@link Step}; its deadline is the call's, {@code @Timeout} is only
 * the ceiling above it.
 */
@ApplicationScoped
public class Chain {

  private final Step step;
  private final ProviderGuards guards;

  Chain(Step step, ProviderGuards guards) {
    this.step = step;
    this.guards = guards;
  }

  /**
   * Asks until a provider gives a usable answer or the call's deadline is near.
   *
   * @throws ChainExhausted with the whole path when none does
   */
  public Completion complete(Call call) {
    return switch (open(call)) {
      case StepResult.Whole whole -> whole.completion();
      case StepResult.Streaming streaming -> {
        streaming.rest().close();
        throw new IllegalArgumentException("a streamed request is opened, not completed");
      }
    };
  }

  /**
   * Asks until a provider gives a usable answer, or the first content of a streamed one.
   *
   * @throws ChainExhausted with the whole path when none does
   */
  public StepResult open(Call call) {
    try {
      return call.preferred().isPresent() ? preferred(call) : leading(call);
    } catch (ProviderFailure.InvalidRequest invalid) {
      throw new ChainExhausted(call.path(), invalid);
    }
  }

  @Retry(maxRetries = 1, delay = HintedBackoff.DELAY_MILLIS)
  @RetryWhen(exception = RetryPredicate.class)
  @CustomBackoff(HintedBackoff.class)
  @Timeout(value = 15, unit = ChronoUnit.MINUTES)
  @Fallback(fallbackMethod = "leading", skipOn = ProviderFailure.InvalidRequest.class)
  StepResult preferred(Call call) {
    var provider = call.preferred().orElseThrow().provider();
    return guards.preferred(Breakers.preferred(provider), () -> step.askPreferred(call));
  }

  /** Those that were put before the rest, which is in the usual order; usually there are none. */
  StepResult leading(Call call) {
    for (var provider : call.settings().providers().leading()) {
      try {
        return askUnderGuard(provider, call);
      } catch (ProviderFailure.InvalidRequest invalid) {
        throw invalid;
      } catch (RuntimeException failed) {
        // The path has it; the next one is asked.
      }
    }
    return wandb(call);
  }

  @Retry(maxRetries = 1, delay = HintedBackoff.DELAY_MILLIS)
  @RetryWhen(exception = RetryPredicate.class)
  @CustomBackoff(HintedBackoff.class)
  @CircuitBreaker(
      requestVolumeThreshold = 20,
      delay = 30,
      delayUnit = ChronoUnit.SECONDS,
      skipOn = {ProviderSkipped.class, ProviderFailure.OfTheCall.class})
  @CircuitBreakerName("wandb")
  @Timeout(value = 15, unit = ChronoUnit.MINUTES)
  @Fallback(fallbackMethod = "groq", skipOn = ProviderFailure.InvalidRequest.class)
  StepResult wandb(Call call) {
    return step.ask(Provider.WANDB, call);
  }

  @Retry(maxRetries = 1, delay = HintedBackoff.DELAY_MILLIS)
  @RetryWhen(exception = RetryPredicate.class)
  @CustomBackoff(HintedBackoff.class)
  @CircuitBreaker(
      requestVolumeThreshold = 20,
      delay = 30,
      delayUnit = ChronoUnit.SECONDS,
      skipOn = {ProviderSkipped.class, ProviderFailure.OfTheCall.class})
  @CircuitBreakerName("groq")
  @Timeout(value = 15, unit = ChronoUnit.MINUTES)
  @Fallback(fallbackMethod = "claude", skipOn = ProviderFailure.InvalidRequest.class)
  StepResult groq(Call call) {
    return step.ask(Provider.GROQ, call);
  }

  @Retry(maxRetries = 1, delay = HintedBackoff.DELAY_MILLIS)
  @RetryWhen(exception = RetryPredicate.class)
  @CustomBackoff(HintedBackoff.class)
  @CircuitBreaker(
      requestVolumeThreshold = 20,
      delay = 30,
      delayUnit = ChronoUnit.SECONDS,
      skipOn = {ProviderSkipped.class, ProviderFailure.OfTheCall.class})
  @CircuitBreakerName("claude")
  @Timeout(value = 15, unit = ChronoUnit.MINUTES)
  @Fallback(fallbackMethod = "openai", skipOn = ProviderFailure.InvalidRequest.class)
  StepResult claude(Call call) {
    return step.ask(Provider.CLAUDE, call);
  }

  @Retry(maxRetries = 1, delay = HintedBackoff.DELAY_MILLIS)
  @RetryWhen(exception = RetryPredicate.class)
  @CustomBackoff(HintedBackoff.class)
  @CircuitBreaker(
      requestVolumeThreshold = 20,
      delay = 30,
      delayUnit = ChronoUnit.SECONDS,
      skipOn = {ProviderSkipped.class, ProviderFailure.OfTheCall.class})
  @CircuitBreakerName("openai")
  @Timeout(value = 15, unit = ChronoUnit.MINUTES)
  @Fallback(fallbackMethod = "added", skipOn = ProviderFailure.InvalidRequest.class)
  StepResult openai(Call call) {
    return step.ask(Provider.OPENAI, call);
  }

  /** Those that were added and come last. */
  StepResult added(Call call, Throwable last) {
    var reason = last;
    for (var provider : call.settings().providers().trailing()) {
      try {
        return askUnderGuard(provider, call);
      } catch (ProviderFailure.InvalidRequest invalid) {
        throw invalid;
      } catch (RuntimeException failed) {
        reason = failed;
      }
    }
    return exhausted(call, reason);
  }

  StepResult exhausted(Call call, Throwable last) {
    step.arriveAtEnd(call);
    throw new ChainExhausted(call.path(), last);
  }

  /** A step of the same policy as those above, for a provider that has no step of its own here. */
  private StepResult askUnderGuard(Provider provider, Call call) {
    var breaker = Breakers.name(provider, call.settings().providers());
    return guards.inTurn(breaker, () -> step.ask(provider, call));
  }
}
