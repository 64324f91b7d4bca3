package dev.ziggurat.chain;

import dev.ziggurat.llm.ProviderFailure;
import io.smallrye.faulttolerance.api.CustomBackoffStrategy;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Retry delay: the provider's {@code Retry-After} if it sent one, else a short default, plus random
 * jitter.
 */
public final class HintedBackoff implements CustomBackoffStrategy {

  private static final Duration DEFAULT_DELAY = Duration.ofMillis(100);
  private static final long JITTER_MILLIS = 100;

  @Override
  public void init(long initialDelayInMillis) {
    // The delay depends on the failure only.
  }

  @Override
  public long nextDelayInMillis(Throwable thrown) {
    var hint =
        switch (thrown) {
          case ProviderFailure failure -> failure.details().waitHint().orElse(DEFAULT_DELAY);
          case CallFailure failure -> failure.failure().details().waitHint().orElse(DEFAULT_DELAY);
          default -> DEFAULT_DELAY;
        };
    return hint.toMillis() + ThreadLocalRandom.current().nextLong(JITTER_MILLIS);
  }
}
