package dev.ziggurat.trace;

import dev.ziggurat.chain.CallWatch;
import dev.ziggurat.llm.ChatRequest;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.Question;
import dev.ziggurat.provider.Endpoints;
import dev.ziggurat.tick.TickWatch;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;

/** The span of an agent that thinks. */
record TurnSpan(
    String conversation, Span span, Tracer tracer, Endpoints endpoints, Messages messages)
    implements TickWatch.Thinking {

  @Override
  public CallWatch.Asking asked(Provider provider, String model, ChatRequest request) {
    var attempt =
        tracer
            .spanBuilder("chat " + model)
            .setParent(Context.root().with(span))
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute(GenAi.OPERATION, "chat")
            .setAttribute(GenAi.PROVIDER_NAME, GenAi.providerName(provider))
            .setAttribute(GenAi.REQUEST_MODEL, model)
            .setAttribute(GenAi.CONVERSATION, conversation)
            .setAttribute(GenAi.MAX_TOKENS, (long) request.maxOutputTokens())
            .startSpan();
    if (request instanceof Question question) {
      question.temperature().ifPresent(degrees -> attempt.setAttribute(GenAi.TEMPERATURE, degrees));
      question.answerSchema().ifPresent(_ -> attempt.setAttribute(GenAi.OUTPUT_TYPE, "json"));
      messages.asked(attempt, question);
    }
    endpoints
        .find(provider)
        .ifPresent(endpoint -> attempt.setAttribute(GenAi.SERVER, endpoint.base().getHost()));
    return new AttemptSpan(attempt, messages);
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
