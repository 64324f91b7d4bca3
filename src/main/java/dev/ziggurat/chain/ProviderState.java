package dev.ziggurat.chain;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderDefinition;
import java.util.Optional;

/**
 * How a provider stands with the chain of this process.
 *
 * @param definition what it is
 * @param usable whether it has a key or is played
 * @param simulated whether the simulator plays it
 * @param model the model that it would be asked for; empty if it serves none that is known
 * @param breaker the state of its circuit breaker: {@code closed, open, half_open}
 * @param cooldown what stands against asking it now
 * @param concurrencyLimit how many calls it gets at once
 */
public record ProviderState(
    ProviderDefinition definition,
    boolean usable,
    boolean simulated,
    Optional<ModelChoice.Chosen> model,
    String breaker,
    Optional<Cooldown> cooldown,
    int concurrencyLimit) {

  /** The provider. */
  public Provider provider() {
    return definition.provider();
  }
}
