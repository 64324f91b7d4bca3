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
 * What guards a provider where no annotation can: where callers prefer it, and where it was added
 * or put at another place. Each has a breaker of its own; one by annotation would punish all for
 * one.
 */
@Singleton
class ProviderGuards {

  private static final int CEILING_MINUTES = 15;

  private final ChainConfig.PreferredBreaker config;

  /** By the breaker's name; as many as there ever were providers in this process. */
  private final Map<String, TypedGuard<StepResult>> preferred = new ConcurrentHashMap<>();

  private final Map<String, TypedGuard<StepResult>> inTurn = new ConcurrentHashMap<>();

  ProviderGuards(ChainConfig config) {
    this.config = config.preferredBreaker();
  }

  /** Asks a preferred provider: its step repeats by annotation, only the breaker is its own. */
  StepResult preferred(String breaker, Supplier<StepResult> step) {
    return preferred.computeIfAbsent(breaker, name -> withBreaker(name).build()).get(step);
  }

  /** Asks a provider in its turn, as the annotated steps of the {@link Chain} are guarded. */
  StepResult inTurn(String breaker, Supplier<StepResult> step) {
    return inTurn
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
                    .duration(CEILING_MINUTES, ChronoUnit.MINUTES)
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
        .skipOn(List.of(ProviderSkipped.class, ProviderFailure.OfTheCall.class))
        .done();
  }
}
