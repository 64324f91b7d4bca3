package dev.ziggurat.trace;

import dev.ziggurat.chain.CallListener;
import dev.ziggurat.llm.ChatRequest;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.tick.TickListener;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;

/** The span of an agent's turn. */
record TurnSpan(Span span, AttemptSpans attempts) implements TickListener.Thinking {

  @Override
  public CallListener.AttemptListener asked(Provider provider, String model, ChatRequest request) {
    return attempts.asked(provider, model, request);
  }

  @Override
  public void ended(String state) {
    span.setAttribute(GenAi.STATE, state);
    if (!state.equals("thought")) {
      span.setStatus(StatusCode.ERROR, state);
      span.setAttribute(GenAi.ERROR, state);
    }
    span.end();
  }
}
