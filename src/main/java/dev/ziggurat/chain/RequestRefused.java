package dev.ziggurat.chain;

import dev.ziggurat.llm.ProviderFailure;

/**
 * The request is shown to be invalid, so the chain ends: our own validation found the fault, or two
 * providers of different wire formats refused it.
 */
final class RequestRefused extends NotCounted {

  private static final long serialVersionUID = 1L;

  RequestRefused(ProviderFailure.InvalidRequest invalid) {
    super(invalid.getMessage(), invalid);
  }
}
