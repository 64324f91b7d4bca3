package dev.ziggurat.chain;

import dev.ziggurat.ledger.Caller;
import java.util.Optional;

/** Follows the calls of other programs. */
public interface CallListeners {

  /**
   * Follows one call.
   *
   * @param traceParent the span of the program that calls, as W3C's {@code traceparent} writes it
   */
  CallListener follow(Caller caller, Optional<String> traceParent);
}
