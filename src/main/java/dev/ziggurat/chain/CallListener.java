package dev.ziggurat.chain;

import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.llm.ChatRequest;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.StreamPiece;
import java.util.List;
import java.util.Optional;

/**
 * Is notified of the attempts of one call, for tracing and live events. Must neither throw nor
 * block.
 */
@FunctionalInterface
public interface CallListener {

  /** Ignores all notifications. */
  CallListener NONE = (provider, model, request) -> (attempt, completion) -> {};

  /** The trace that shows this call, as 32 hexadecimal digits; empty without tracing. */
  default Optional<String> traceId() {
    return Optional.empty();
  }

  /** A provider is about to be asked. */
  AttemptListener asked(Provider provider, String model, ChatRequest request);

  /**
   * The call is over: answered, failed or cancelled.
   *
   * @param attempts all its attempts; the last one tells how it ended
   */
  default void ended(List<Attempt> attempts) {
    // Of interest to few.
  }

  /** Is notified of one attempt. */
  @FunctionalInterface
  interface AttemptListener {

    /** A piece of a streamed answer arrived; called by one thread at a time. */
    default void received(StreamPiece.Delta piece) {
      // Of interest to few.
    }

    /**
     * The attempt ended.
     *
     * @param completion the answer, usable or not; empty when there was none
     */
    void ended(Attempt attempt, Optional<Completion> completion);
  }
}
