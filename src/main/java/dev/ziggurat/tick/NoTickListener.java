package dev.ziggurat.tick;

import dev.ziggurat.chain.CallListener;
import dev.ziggurat.llm.ChatRequest;
import dev.ziggurat.llm.Provider;

/** A listener that does nothing. */
record NoTickListener() implements TickListener.Run, TickListener.Thinking {

  @Override
  public TickListener.Thinking thinking(String handle) {
    return this;
  }

  @Override
  public CallListener.AttemptListener asked(Provider provider, String model, ChatRequest request) {
    return CallListener.NONE.asked(provider, model, request);
  }

  @Override
  public void ended(String state) {
    // Nothing to notify.
  }

  @Override
  public void closed(TickReport report) {
    // Nothing to notify.
  }

  @Override
  public void left() {
    // Nothing to notify.
  }

  @Override
  public void brokenOff(RuntimeException why) {
    // Nothing to notify.
  }
}
