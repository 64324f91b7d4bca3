package dev.ziggurat.trace;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.chain.CallListener;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.Operation;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.StreamPiece;
import dev.ziggurat.llm.TokenUsage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.util.List;
import java.util.Optional;

/**
 * The span of one call to one provider.
 *
 * @param operation what the model is asked for; embeddings have only input tokens
 * @param readsAnswers whether the span shows more than the first answer's finish reason
 * @param streamed collects a streamed answer, if it is to be read
 */
record AttemptSpan(
    Span span,
    Operation operation,
    Messages messages,
    ObjectMapper json,
    boolean readsAnswers,
    Optional<StreamedChoices> streamed)
    implements CallListener.AttemptListener {

  @Override
  public void received(StreamPiece.Delta piece) {
    streamed.ifPresent(choices -> choices.add(piece.chunk()));
  }

  @Override
  public void ended(Attempt attempt, Optional<Completion> completion) {
    if (span.isRecording()) {
      record(attempt, completion);
    }
    span.end();
  }

  private void record(Attempt attempt, Optional<Completion> completion) {
    span.setAttribute(GenAi.OUTCOME, attempt.outcome().name());
    if (attempt.spend().exact()) {
      span.setAttribute(GenAi.COST, attempt.spend().cost().value());
    }
    span.setAttribute(GenAi.SIMULATED, attempt.simulated());
    if (attempt.httpStatus() > 0) {
      span.setAttribute(GenAi.HTTP_STATUS, (long) attempt.httpStatus());
    }
    attempt.modelAnswered().ifPresent(model -> span.setAttribute(GenAi.RESPONSE_MODEL, model));
    attempt.requestId().ifPresent(id -> span.setAttribute(GenAi.REQUEST_ID, id));
    completion
        .flatMap(Completion::responseId)
        .ifPresent(id -> span.setAttribute(GenAi.RESPONSE_ID, id));
    attempt.usage().ifPresent(this::used);
    if (operation == Operation.CHAT) {
      answered(completion);
    }
    if (attempt.outcome() != OutcomeClass.OK) {
      span.setStatus(StatusCode.ERROR, attempt.reason().orElse(""));
      span.setAttribute(GenAi.ERROR, attempt.outcome().name());
    }
  }

  private void used(TokenUsage usage) {
    span.setAttribute(GenAi.INPUT_TOKENS, usage.input());
    if (operation == Operation.EMBEDDINGS) {
      return;
    }
    span.setAttribute(GenAi.OUTPUT_TOKENS, usage.output());
    span.setAttribute(GenAi.CACHED_TOKENS, usage.cached());
    span.setAttribute(GenAi.CACHE_WRITE_TOKENS, usage.cacheWrite());
    span.setAttribute(GenAi.REASONING_TOKENS, usage.reasoning());
  }

  private void answered(Optional<Completion> completion) {
    var choices = choices(completion);
    var reasons = choices.stream().map(Choice::finishReason).flatMap(Optional::stream).toList();
    if (!reasons.isEmpty()) {
      span.setAttribute(GenAi.FINISH_REASONS, reasons);
    } else if (completion.isPresent()) {
      span.setAttribute(
          GenAi.FINISH_REASONS, List.of(Choice.reason(completion.get().finishReason())));
    }
    if (!choices.isEmpty()) {
      messages.answered(span, choices);
    }
  }

  private List<Choice> choices(Optional<Completion> completion) {
    if (!readsAnswers) {
      return List.of();
    }
    return streamed
        .map(StreamedChoices::all)
        .orElseGet(() -> completion.map(answer -> Choice.of(answer, json)).orElse(List.of()));
  }
}
