package dev.ziggurat.chain;

import dev.ziggurat.llm.ProviderFailure;
import java.util.function.Predicate;

/** Whether a step asks its provider once more. A skip and an open breaker are never repeated. */
public final class RetryPredicate implements Predicate<Throwable> {

  @Override
  public boolean test(Throwable thrown) {
    return thrown instanceof ProviderFailure failure && failure.retryable();
  }
}
