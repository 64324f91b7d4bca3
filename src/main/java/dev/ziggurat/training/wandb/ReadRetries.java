package dev.ziggurat.training.wandb;

import dev.ziggurat.llm.ProviderFailure;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Repeats what may be sent to W&amp;B more than once: up to four tries, after pauses of half a
 * second, one and two seconds, each shortened at random by up to a half. Where W&amp;B names a time
 * ({@code Retry-After}), that much is waited instead, if it is no more than ten seconds.
 */
@Singleton
class ReadRetries {

  private static final int TRIES = 4;
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration MOST = Duration.ofSeconds(10);

  private final RandomGenerator random;
  private final Pause pause;

  /** Waits. */
  interface Pause {
    void of(Duration length) throws InterruptedException;
  }

  @Inject
  ReadRetries() {
    this(RandomGenerator.getDefault(), Thread::sleep);
  }

  ReadRetries(RandomGenerator random, Pause pause) {
    this.random = random;
    this.pause = pause;
  }

  /**
   * Does a call, and again after a failure that may pass.
   *
   * @throws ProviderFailure the last one
   */
  <T> T call(Supplier<T> call) {
    for (var tries = 1; ; tries++) {
      try {
        return call.get();
      } catch (ProviderFailure failed) {
        waitAfter(failed, tries);
      }
    }
  }

  private void waitAfter(ProviderFailure failed, int tries) {
    var length = pauseAfter(failed, tries).orElseThrow(() -> failed);
    try {
      pause.of(length);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      failed.addSuppressed(interrupted);
      throw failed;
    }
  }

  /** How long to wait after a failed try; empty if it is not to be repeated. */
  private Optional<Duration> pauseAfter(ProviderFailure failed, int tries) {
    if (!failed.retryable() || tries >= TRIES) {
      return Optional.empty();
    }
    var longest = FIRST.toMillis() << (tries - 1);
    var own = Duration.ofMillis(longest - random.nextLong(longest / 2 + 1));
    return Optional.of(
            failed.details().waitHint().filter(hint -> hint.compareTo(own) > 0).orElse(own))
        .filter(length -> length.compareTo(MOST) <= 0);
  }
}
