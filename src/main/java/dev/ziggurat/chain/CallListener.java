package dev.ziggurat.chain;

import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.llm.ChatRequest;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.Provider;
import java.util.Optional;

/** Follows one call on its way through the chain. What it does must neither fail nor wait. */
@FunctionalInterface
public interface CallListener {

  /** Follows nothing. */
  CallListener NONE = (provider, model, request) -> (attempt, completion) -> {};

  /** A provider is about to be asked. */
  Asking asked(Provider provider, String model, ChatRequest request);

  /** One attempt under way. */
  @FunctionalInterface
  interface Asking {

    /**
     * The attempt is over.
     *
     * @param completion what was answered, usable or not; empty when nothing was
     */
    void ended(Attempt attempt, Optional<Completion> completion);
  }
}
