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
 * Timeouts as configured, but for the providers of which a test knows that they will not answer:
 * nobody need wait long for those, and the others may take their time on a busy machine.
 */
@Alternative
@Priority(1)
@Singleton
public class AdjustableTimeouts extends ProviderTimeouts {

  private final Map<Provider, Duration> answer = new ConcurrentHashMap<>();
  private final Map<Provider, Duration> silence = new ConcurrentHashMap<>();

  AdjustableTimeouts(ChainConfig config) {
    super(config);
  }

  /** How long these providers' whole answers, and the first contents of streams, are waited for. */
  public void answersWithin(Collection<Provider> providers, Duration timeout) {
    providers.forEach(provider -> answer.put(provider, timeout));
  }

  /** How long a stream of these providers may pause. */
  public void silentFor(Collection<Provider> providers, Duration timeout) {
    providers.forEach(provider -> silence.put(provider, timeout));
  }

  /** All is as configured again. */
  public void reset() {
    answer.clear();
    silence.clear();
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
  Duration silence(Provider provider) {
    return silence.getOrDefault(provider, super.silence(provider));
  }
}
