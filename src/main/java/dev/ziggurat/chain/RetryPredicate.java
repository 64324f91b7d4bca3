package dev.ziggurat.chain;

import dev.ziggurat.llm.ProviderFailure;
import java.util.function.Predicate;

/** Whether a step retries its provider. Skips and open breakers are never retried. */
public final class RetryPredicate implements Predicate<Throwable> {

  @Override
  public boolean test(Throwable thrown) {
    return switch (thrown) {
      case ProviderFailure failure -> failure.retryable();
      case CallFailure failure -> failure.retryable();
      default -> false;
    };
  }
}
