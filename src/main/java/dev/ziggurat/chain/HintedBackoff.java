package dev.ziggurat.chain;

import dev.ziggurat.llm.ProviderFailure;
import io.smallrye.faulttolerance.api.CustomBackoffStrategy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Retry delay: the provider's {@code Retry-After} if it sent one, else the delay of the
 * {@code @Retry}, plus random jitter.
 */
public final class HintedBackoff implements CustomBackoffStrategy {

  /** The delay of every {@code @Retry} of the chain, in milliseconds. */
  static final long DELAY_MILLIS = 100;

  private long delayMillis = DELAY_MILLIS;

  @Override
  public void init(long initialDelayInMillis) {
    delayMillis = initialDelayInMillis;
  }

  @Override
  public long nextDelayInMillis(Throwable thrown) {
    var hint =
        switch (thrown) {
          case ProviderFailure failure -> failure.details().waitHint();
          case CallFailure failure -> failure.failure().details().waitHint();
          default -> Optional.<Duration>empty();
        };
    // Up to as much again as the delay, which may be zero.
    return hint.map(Duration::toMillis).orElse(delayMillis)
        + ThreadLocalRandom.current().nextLong(delayMillis + 1);
  }
}
