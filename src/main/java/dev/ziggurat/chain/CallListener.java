package dev.ziggurat.chain;

import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.llm.ChatRequest;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.Provider;
import java.util.Optional;

/**
 * Is notified of the attempts of one call, for tracing and live events. Must neither throw nor
 * block.
 */
@FunctionalInterface
public interface CallListener {

  /** Ignores all notifications. */
  CallListener NONE = (provider, model, request) -> (attempt, completion) -> {};

  /** A provider is about to be asked. */
  AttemptListener asked(Provider provider, String model, ChatRequest request);

  /** Is notified of the end of one attempt. */
  @FunctionalInterface
  interface AttemptListener {

    /**
     * The attempt ended.
     *
     * @param completion the answer, usable or not; empty when there was none
     */
    void ended(Attempt attempt, Optional<Completion> completion);
  }
}
