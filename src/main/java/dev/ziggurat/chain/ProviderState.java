package dev.ziggurat.chain;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderDefinition;
import java.util.Optional;

/**
 * The state of a provider in this process.
 *
 * @param definition the provider's definition
 * @param unusable why it cannot be called, such as a missing key; empty if it can
 * @param simulated whether the simulator answers for it
 * @param model the model that it would be asked for; empty if no configured one is known
 * @param breaker the state of its circuit breaker: {@code closed, open, half_open}
 * @param cooldown the cooldown that applies to it now
 * @param concurrencyLimit the current limit of concurrent calls
 */
public record ProviderState(
    ProviderDefinition definition,
    Optional<String> unusable,
    boolean simulated,
    Optional<ModelChoice.Chosen> model,
    String breaker,
    Optional<Cooldown> cooldown,
    int concurrencyLimit) {

  /** Whether it has a key or is simulated. */
  public boolean usable() {
    return unusable.isEmpty();
  }

  /** The provider. */
  public Provider provider() {
    return definition.provider();
  }
}
