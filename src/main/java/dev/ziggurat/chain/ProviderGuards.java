package dev.ziggurat.chain;

import dev.ziggurat.llm.ProviderFailure;
import io.smallrye.faulttolerance.api.TypedGuard;
import jakarta.inject.Singleton;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Circuit breaker, retry and timeout of providers that no annotated step covers: preferred ones,
 * added ones, and ones at another position. Each has a breaker of its own; an annotation would
 * share one between all of them.
 */
@Singleton
class ProviderGuards {

  private static final int MAX_MINUTES = 15;

  private final ChainConfig.PreferredBreaker config;

  /** By breaker name; bounded by the number of providers ever known to this process. */
  private final Map<String, TypedGuard<StepResult>> preferred = new ConcurrentHashMap<>();

  private final Map<String, TypedGuard<StepResult>> inChain = new ConcurrentHashMap<>();

  ProviderGuards(ChainConfig config) {
    this.config = config.preferredBreaker();
  }

  /**
   * Asks a preferred provider. Its step is retried by annotation; only the breaker is added here.
   */
  StepResult preferred(String breaker, Supplier<StepResult> step) {
    return preferred.computeIfAbsent(breaker, name -> withBreaker(name).build()).get(step);
  }

  /**
   * Asks a provider at its position in the chain, under the same policy as the annotated steps of
   * {@link Chain}.
   */
  StepResult inChain(String breaker, Supplier<StepResult> step) {
    return inChain
        .computeIfAbsent(
            breaker,
            name ->
                withBreaker(name)
                    .withRetry()
                    .maxRetries(1)
                    .delay(HintedBackoff.DELAY_MILLIS, ChronoUnit.MILLIS)
                    .whenException(new RetryPredicate())
                    .withCustomBackoff()
                    .strategy(HintedBackoff::new)
                    .done()
                    .done()
                    .withTimeout()
                    .duration(MAX_MINUTES, ChronoUnit.MINUTES)
                    .done()
                    .build())
        .get(step);
  }

  private TypedGuard.Builder<StepResult> withBreaker(String name) {
    return TypedGuard.create(StepResult.class)
        .withDescription(name)
        .withCircuitBreaker()
        .name(name)
        .requestVolumeThreshold(config.requestVolumeThreshold())
        .delay(config.delay().toMillis(), ChronoUnit.MILLIS)
        .skipOn(List.of(NotCounted.class, ProviderFailure.OfTheCall.class))
        .done();
  }
}
