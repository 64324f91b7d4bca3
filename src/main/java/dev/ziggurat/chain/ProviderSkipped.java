package dev.ziggurat.chain;

import dev.ziggurat.llm.Provider;

/**
 * A step skipped its provider. This is not a failure: no breaker counts it and it is not retried.
 */
final class ProviderSkipped extends NotCounted {

  private static final long serialVersionUID = 1L;

  ProviderSkipped(Provider provider, String reason) {
    super(provider.id() + ": " + reason, null);
  }
}
