package dev.ziggurat.chain;

import dev.ziggurat.llm.Provider;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The configured timeouts, with overrides per provider. A test shortens those of providers that it
 * makes hang; the others keep theirs, so that a busy machine causes no timeouts.
 */
@Alternative
@Priority(1)
@Singleton
public class AdjustableTimeouts extends ProviderTimeouts {

  private final Map<Provider, Duration> answer = new ConcurrentHashMap<>();
  private final Map<Provider, Duration> stall = new ConcurrentHashMap<>();

  AdjustableTimeouts(ChainConfig config) {
    super(config);
  }

  /** Sets the timeout of complete answers and of the first content of streams. */
  public void answersWithin(Collection<Provider> providers, Duration timeout) {
    providers.forEach(provider -> answer.put(provider, timeout));
  }

  /** Sets the longest pause between two pieces of a stream. */
  public void stallsAfter(Collection<Provider> providers, Duration timeout) {
    providers.forEach(provider -> stall.put(provider, timeout));
  }

  /** Restores the configured timeouts. */
  public void reset() {
    answer.clear();
    stall.clear();
  }

  @Override
  Duration wholeAnswer(Provider provider) {
    return answer.getOrDefault(provider, super.wholeAnswer(provider));
  }

  @Override
  Duration firstContent(Provider provider) {
    return answer.getOrDefault(provider, super.firstContent(provider));
  }

  @Override
  Duration stall(Provider provider) {
    return stall.getOrDefault(provider, super.stall(provider));
  }
}
