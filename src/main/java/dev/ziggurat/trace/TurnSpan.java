package dev.ziggurat.trace;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.chain.CallListener;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.llm.ChatRequest;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.StreamPiece;
import dev.ziggurat.tick.TickListener;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.util.Optional;

/**
 * The span of an agent's turn: with prompt, model and answer, but without tokens, because tools sum
 * up those of all spans of an agent.
 */
record TurnSpan(Span span, AttemptSpans attempts, Messages messages, ObjectMapper json)
    implements TickListener.Thinking {

  @Override
  public Optional<String> traceId() {
    return attempts.traceId();
  }

  @Override
  public CallListener.AttemptListener asked(Provider provider, String model, ChatRequest request) {
    if (span.isRecording()) {
      span.setAttribute(GenAi.PROVIDER_NAME, attempts.providers().name(provider));
      span.setAttribute(GenAi.REQUEST_MODEL, model);
      messages.asked(span, request);
    }
    return new AnsweredTurn(attempts.asked(provider, model, request));
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

  /** Adds the answer of an attempt to the turn. */
  private final class AnsweredTurn implements CallListener.AttemptListener {

    private final CallListener.AttemptListener attemptSpan;

    private AnsweredTurn(CallListener.AttemptListener attemptSpan) {
      this.attemptSpan = attemptSpan;
    }

    @Override
    public void received(StreamPiece.Delta piece) {
      attemptSpan.received(piece);
    }

    @Override
    public void ended(Attempt attempt, Optional<Completion> completion) {
      attemptSpan.ended(attempt, completion);
      if (attempt.outcome() == OutcomeClass.OK && span.isRecording()) {
        attempt.modelAnswered().ifPresent(model -> span.setAttribute(GenAi.RESPONSE_MODEL, model));
        if (messages.shown() && completion.isPresent()) {
          messages.answered(span, Choice.of(completion.get(), json));
        }
      }
    }
  }
}
