package dev.ziggurat.chain;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderFailure;
import io.smallrye.faulttolerance.api.TypedGuard;
import jakarta.inject.Singleton;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The breakers of the preferred step, one per provider. The step asks a different provider for
 * every caller, so one breaker by annotation would punish all of them for one.
 */
@Singleton
class PreferredBreakers {

  private final Map<Provider, TypedGuard<StepResult>> guards = new EnumMap<>(Provider.class);

  PreferredBreakers(ChainConfig config) {
    for (var provider : Provider.values()) {
      guards.put(
          provider,
          TypedGuard.create(StepResult.class)
              .withDescription(name(provider))
              .withCircuitBreaker()
              .name(name(provider))
              .requestVolumeThreshold(config.preferredBreaker().requestVolumeThreshold())
              .delay(config.preferredBreaker().delay().toMillis(), ChronoUnit.MILLIS)
              .skipOn(List.of(ProviderSkipped.class, ProviderFailure.OfTheCall.class))
              .done()
              .build());
    }
  }

  static String name(Provider provider) {
    return "preferred-" + provider.id();
  }

  StepResult guarded(Call call, Supplier<StepResult> step) {
    return guards.get(call.preferred().orElseThrow().provider()).get(step);
  }
}
