package dev.ziggurat.chain;

import dev.ziggurat.llm.Provider;

/** A step did not ask its provider. No failure: it opens no breaker and is not repeated. */
final class ProviderSkipped extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ProviderSkipped(Provider provider, String reason) {
    super(provider.id() + ": " + reason, null, false, false);
  }
}
