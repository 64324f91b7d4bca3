package dev.ziggurat.chain;

import dev.ziggurat.llm.ProviderFailure;

/**
 * A failure that a repetition might mend, but not within the time the call has left. Fault
 * tolerance looks at its cause for everything but the repetition.
 */
final class NotRetryable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NotRetryable(ProviderFailure failure) {
    super(failure.getMessage(), failure, false, false);
  }
}
