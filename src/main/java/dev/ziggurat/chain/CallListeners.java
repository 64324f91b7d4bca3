package dev.ziggurat.chain;

import dev.ziggurat.ledger.Caller;
import java.util.Optional;

/** Creates the listeners of gateway calls. */
public interface CallListeners {

  /**
   * Creates the listener of one call.
   *
   * @param traceParent the caller's span, in the format of the W3C header {@code traceparent};
   *     empty without one
   */
  CallListener follow(Caller caller, Optional<String> traceParent);
}
