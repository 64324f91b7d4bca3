package dev.ziggurat.chain;

/**
 * A skip, a failure that depends on the call, or a call whose caller left, while the circuit
 * breaker of the step is half-open. The breaker counts what it does not count as failure as
 * success, and would close although the provider did not answer; this exception counts as failure
 * and keeps it open.
 */
final class ProbeSkipped extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ProbeSkipped(RuntimeException undecided) {
    super(undecided.getMessage(), null, false, false);
  }
}
