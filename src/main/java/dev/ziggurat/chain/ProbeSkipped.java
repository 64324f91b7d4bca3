package dev.ziggurat.chain;

/**
 * A skip while the circuit breaker of the step is half-open. The breaker counts a plain skip as
 * success and would close without a call to the provider; this exception counts as failure and
 * keeps it open until a call was made.
 */
final class ProbeSkipped extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ProbeSkipped(ProviderSkipped skipped) {
    super(skipped.getMessage(), null, false, false);
  }
}
