package dev.ziggurat.chain;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.Providers;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * The circuit breakers of this process. Each of the four built-in providers has one on its step of
 * the {@link Chain}, and one for when it is asked at another place; an added one has one.
 */
@Singleton
class Breakers {

  private final CircuitBreakerMaintenance breakers;

  Breakers(CircuitBreakerMaintenance breakers) {
    this.breakers = breakers;
  }

  /**
   * The name of the breaker that guards a provider in its turn.
   *
   * @param providers in the order of the call
   */
  static String name(Provider provider, Providers providers) {
    return isBuiltIn(provider) && providers.leading().contains(provider)
        ? leading(provider)
        : provider.id();
  }

  private static boolean isBuiltIn(Provider provider) {
    return Providers.builtIn().find(provider).isPresent();
  }

  private static String leading(Provider provider) {
    return "leading-" + provider.id();
  }

  /** The name of the breaker that guards a provider where a caller prefers it. */
  static String preferred(Provider provider) {
    return "preferred-" + provider.id();
  }

  /**
   * How a breaker stands; one comes to be with the first call that it guards, and is closed then.
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
    for (var name : List.of(provider.id(), leading(provider), preferred(provider))) {
      try {
        breakers.reset(name);
      } catch (IllegalArgumentException neverUsed) {
        // See above.
      }
    }
  }
}
