package dev.ziggurat.chain;

import dev.ziggurat.llm.ProviderFailure;
import io.smallrye.faulttolerance.api.CustomBackoffStrategy;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Waits as long as the provider asked for, else a short while; never to the dot, so that callers
 * spread.
 */
public final class HintedBackoff implements CustomBackoffStrategy {

  private static final Duration UNHINTED = Duration.ofMillis(100);
  private static final long JITTER_MILLIS = 100;

  @Override
  public void init(long initialDelayInMillis) {
    // The wait follows from the failure alone.
  }

  @Override
  public long nextDelayInMillis(Throwable thrown) {
    var hint =
        thrown instanceof ProviderFailure failure
            ? failure.details().waitHint().orElse(UNHINTED)
            : UNHINTED;
    return hint.toMillis() + ThreadLocalRandom.current().nextLong(JITTER_MILLIS);
  }
}
