package dev.ziggurat.chain;

/**
 * A skip while the step's breaker was probing. A breaker takes a skip for a success, and would
 * close without having heard of its provider; this keeps it open until a probe has really asked.
 */
final class ProbeSkipped extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ProbeSkipped(ProviderSkipped skipped) {
    super(skipped.getMessage(), null, false, false);
  }
}
