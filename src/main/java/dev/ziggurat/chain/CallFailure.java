package dev.ziggurat.chain;

import dev.ziggurat.llm.ProviderFailure;

/**
 * A failure that depends on this call or its model, although others of its type are the provider's:
 * no circuit breaker counts it.
 */
final class CallFailure extends NotCounted {

  private static final long serialVersionUID = 1L;

  private final ProviderFailure failure;
  private final boolean retryable;

  /**
   * @param retryable whether the step retries its provider
   */
  CallFailure(ProviderFailure failure, boolean retryable) {
    super(failure.getMessage(), failure);
    this.failure = failure;
    this.retryable = retryable;
  }

  ProviderFailure failure() {
    return failure;
  }

  boolean retryable() {
    return retryable;
  }
}
