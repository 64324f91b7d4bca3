package dev.ziggurat.chain;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.Providers;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * The circuit breakers of this process. A built-in provider has up to three: one on its step of the
 * {@link Chain}, one for when a configured order moves it to the front, one for when a caller
 * prefers it. An added provider has one for its place in the order and one for when it is
 * preferred. Embeddings have another one for each provider: their failures say little about chat.
 */
@Singleton
class Breakers {

  private final CircuitBreakerMaintenance breakers;

  Breakers(CircuitBreakerMaintenance breakers) {
    this.breakers = breakers;
  }

  /**
   * The name of the breaker that guards a provider at its position in the chain.
   *
   * @param providers in the order of the call
   */
  static String name(Provider provider, Providers providers) {
    return isBuiltIn(provider) && providers.leading().contains(provider)
        ? leading(provider)
        : provider.id();
  }

  /** The name of the breaker that guards a provider in this call, unless it is preferred. */
  static String name(Provider provider, Call call) {
    return switch (call.request().operation()) {
      case CHAT -> name(provider, call.settings().providers());
      case EMBEDDINGS -> embeddings(provider);
    };
  }

  private static String embeddings(Provider provider) {
    return "embeddings-" + provider.id();
  }

  private static boolean isBuiltIn(Provider provider) {
    return Providers.builtIn().find(provider).isPresent();
  }

  private static String leading(Provider provider) {
    return "leading-" + provider.id();
  }

  /** The name of the breaker that guards a provider when a caller prefers it. */
  static String preferred(Provider provider) {
    return "preferred-" + provider.id();
  }

  /**
   * The state of a breaker. A breaker is created by its first call; before that it counts as
   * closed.
   */
  CircuitBreakerState state(String name) {
    try {
      return breakers.currentState(name);
    } catch (IllegalArgumentException neverUsed) {
      return CircuitBreakerState.CLOSED;
    }
  }

  /** Closes all of a provider's breakers. */
  void close(Provider provider) {
    for (var name :
        List.of(provider.id(), leading(provider), preferred(provider), embeddings(provider))) {
      try {
        breakers.reset(name);
      } catch (IllegalArgumentException neverUsed) {
        // A breaker that was never used is closed.
      }
    }
  }
}
