package dev.ziggurat.llm;

/**
 * Is told when the request of a provider's call is sent again, because the server had closed the
 * idle connection that the request was sent on. Bound to the thread that starts the call.
 */
@FunctionalInterface
public interface RepeatListener {

  /** The listener of the calls that this thread starts; calls without one are not observed. */
  ScopedValue<RepeatListener> CURRENT = ScopedValue.newInstance();

  /** The request is sent once more, on a new connection. Any thread may call this. */
  void repeated();

  /** The listener bound to this thread. */
  static RepeatListener current() {
    return CURRENT.orElse(() -> {});
  }
}
