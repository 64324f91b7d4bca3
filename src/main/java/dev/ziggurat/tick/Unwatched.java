package dev.ziggurat.tick;

import dev.ziggurat.chain.CallWatch;
import dev.ziggurat.llm.ChatRequest;
import dev.ziggurat.llm.Provider;

/** A run that nobody follows. */
record Unwatched() implements TickWatch.Run, TickWatch.Thinking {

  @Override
  public TickWatch.Thinking thinking(String handle) {
    return this;
  }

  @Override
  public CallWatch.Asking asked(Provider provider, String model, ChatRequest request) {
    return CallWatch.NOBODY.asked(provider, model, request);
  }

  @Override
  public void ended(String state) {
    // Nobody follows.
  }

  @Override
  public void closed(TickReport report) {
    // Nobody follows.
  }

  @Override
  public void brokenOff(RuntimeException why) {
    // Nobody follows.
  }
}
