package dev.ziggurat.chain;

import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderFailure;
import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.faulttolerance.api.CustomBackoff;
import io.smallrye.faulttolerance.api.RetryWhen;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Fallback;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;

/**
 * The order in which providers are tried for one call, from top to bottom. Each step asks its
 * provider, retries failures that a retry can fix, and falls back to the next. Added providers, and
 * providers moved to another position, are asked before or after the four built-in steps, under the
 * same policy; so are those that serve the model of an embeddings request, and no others. {@link
 * Step} decides whether a step skips or asks its provider, and whether a refusal ends the chain
 * ({@link RequestRefused}). The call carries its own deadline; {@code @Timeout} is only an upper
 * bound.
 */
@ApplicationScoped
public class Chain {

  private final Step step;
  private final ProviderGuards guards;
  private final AttemptBudgets budgets;

  Chain(Step step, ProviderGuards guards, AttemptBudgets budgets) {
    this.step = step;
    this.guards = guards;
    this.budgets = budgets;
  }

  /**
   * Asks until a provider gives a usable answer or the deadline of the call is reached.
   *
   * @throws ChainExhausted with the complete path when none does
   */
  public Completion complete(Call call) {
    return switch (open(call)) {
      case StepResult.Whole whole -> whole.completion();
      case StepResult.Streaming streaming -> {
        streaming.rest().close();
        throw new IllegalArgumentException("use open() for a streamed request");
      }
    };
  }

  /**
   * Asks until a provider gives a usable answer, or the first content of a streamed one.
   *
   * @throws ChainExhausted with the complete path when none does
   */
  public StepResult open(Call call) {
    try {
      return switch (call.request().operation()) {
        case CHAT -> call.preferred().isPresent() ? preferred(call) : leading(call);
        case EMBEDDINGS -> inOrder(call.order(), call, null);
      };
    } catch (RequestRefused refused) {
      throw new ChainExhausted(call.path(), refused);
    }
  }

  @Retry(maxRetries = 1, delay = HintedBackoff.DELAY_MILLIS)
  @RetryWhen(exception = RetryPredicate.class)
  @CustomBackoff(HintedBackoff.class)
  @Timeout(value = 15, unit = ChronoUnit.MINUTES)
  @Fallback(fallbackMethod = "leading", skipOn = RequestRefused.class)
  StepResult preferred(Call call) {
    var provider = call.preferred().orElseThrow().provider();
    return guards.preferred(Breakers.preferred(provider), () -> step.askPreferred(call));
  }

  /**
   * Asks the providers that a configured order puts before the built-in steps; by default there are
   * none.
   */
  StepResult leading(Call call) {
    for (var provider : call.settings().providers().leading()) {
      try {
        return askUnderGuard(provider, call);
      } catch (RequestRefused refused) {
        throw refused;
      } catch (RuntimeException failed) {
        // Recorded on the path; the next provider is asked.
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
      skipOn = {NotCounted.class, ProviderFailure.OfTheCall.class})
  @CircuitBreakerName("wandb")
  @Timeout(value = 15, unit = ChronoUnit.MINUTES)
  @Fallback(fallbackMethod = "groq", skipOn = RequestRefused.class)
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
      skipOn = {NotCounted.class, ProviderFailure.OfTheCall.class})
  @CircuitBreakerName("groq")
  @Timeout(value = 15, unit = ChronoUnit.MINUTES)
  @Fallback(fallbackMethod = "claude", skipOn = RequestRefused.class)
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
      skipOn = {NotCounted.class, ProviderFailure.OfTheCall.class})
  @CircuitBreakerName("claude")
  @Timeout(value = 15, unit = ChronoUnit.MINUTES)
  @Fallback(fallbackMethod = "openai", skipOn = RequestRefused.class)
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
      skipOn = {NotCounted.class, ProviderFailure.OfTheCall.class})
  @CircuitBreakerName("openai")
  @Timeout(value = 15, unit = ChronoUnit.MINUTES)
  @Fallback(fallbackMethod = "added", skipOn = RequestRefused.class)
  StepResult openai(Call call) {
    return step.ask(Provider.OPENAI, call);
  }

  /** Asks the added providers that come after the built-in steps. */
  StepResult added(Call call, Throwable last) {
    return inOrder(call.settings().providers().trailing(), call, last);
  }

  private StepResult inOrder(List<Provider> providers, Call call, Throwable last) {
    var reason = last;
    for (var provider : providers) {
      try {
        return askUnderGuard(provider, call);
      } catch (RequestRefused refused) {
        throw refused;
      } catch (RuntimeException failed) {
        reason = failed;
      }
    }
    return exhausted(call, reason);
  }

  StepResult exhausted(Call call, Throwable last) {
    step.recordOpenBreakers(call);
    budgets.exhausted(call);
    throw new ChainExhausted(call.path(), last);
  }

  /** Asks a provider that has no annotated step, under the same policy as those above. */
  private StepResult askUnderGuard(Provider provider, Call call) {
    return guards.inChain(Breakers.name(provider, call), () -> step.ask(provider, call));
  }
}
