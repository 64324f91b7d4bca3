package dev.ziggurat.trace;

import dev.ziggurat.chain.CallListener;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.TokenUsage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The span of one call to one provider. */
record AttemptSpan(Span span, Messages messages) implements CallListener.AttemptListener {

  @Override
  public void ended(Attempt attempt, Optional<Completion> completion) {
    span.setAttribute(GenAi.OUTCOME, attempt.outcome().name());
    span.setAttribute(GenAi.COST, attempt.spend().cost().value());
    span.setAttribute(GenAi.SIMULATED, attempt.simulated());
    if (attempt.httpStatus() > 0) {
      span.setAttribute(GenAi.HTTP_STATUS, (long) attempt.httpStatus());
    }
    attempt.modelAnswered().ifPresent(model -> span.setAttribute(GenAi.RESPONSE_MODEL, model));
    attempt.requestId().ifPresent(id -> span.setAttribute(GenAi.RESPONSE_ID, id));
    attempt.usage().ifPresent(this::used);
    completion.ifPresent(this::answered);
    if (attempt.outcome() != OutcomeClass.OK) {
      span.setStatus(StatusCode.ERROR, attempt.reason().orElse(""));
      span.setAttribute(GenAi.ERROR, attempt.outcome().name());
    }
    span.end();
  }

  private void used(TokenUsage usage) {
    span.setAttribute(GenAi.INPUT_TOKENS, usage.input());
    span.setAttribute(GenAi.OUTPUT_TOKENS, usage.output());
    span.setAttribute(GenAi.CACHED_TOKENS, usage.cached());
    span.setAttribute(GenAi.CACHE_WRITE_TOKENS, usage.cacheWrite());
    span.setAttribute(GenAi.REASONING_TOKENS, usage.reasoning());
  }

  private void answered(Completion completion) {
    span.setAttribute(
        GenAi.FINISH_REASONS, List.of(completion.finishReason().name().toLowerCase(Locale.ROOT)));
    messages.answered(span, completion);
  }
}
