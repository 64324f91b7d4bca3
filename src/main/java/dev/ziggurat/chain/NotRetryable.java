package dev.ziggurat.chain;

import dev.ziggurat.llm.ProviderFailure;

/**
 * A retryable failure that is not retried: its wait does not fit in the remaining time of the call,
 * or the provider was asked twice. Only the retry policy treats it differently; circuit breaker and
 * fallback look at its cause.
 */
final class NotRetryable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NotRetryable(ProviderFailure failure) {
    super(failure.getMessage(), failure, false, false);
  }
}
