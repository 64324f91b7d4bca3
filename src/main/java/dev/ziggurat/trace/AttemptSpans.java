package dev.ziggurat.trace;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.chain.CallListener;
import dev.ziggurat.llm.ChatRequest;
import dev.ziggurat.llm.Operation;
import dev.ziggurat.llm.Provider;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Optional;

/**
 * Makes the spans of one call's attempts.
 *
 * @param parent the parent span
 * @param speaker whose call it is
 */
record AttemptSpans(
    Context parent,
    Speaker speaker,
    Tracer tracer,
    ProviderAttributes providers,
    Messages messages,
    ObjectMapper json)
    implements CallListener {

  /** Empty where the trace is not exported. */
  @Override
  public Optional<String> traceId() {
    return Optional.of(Span.fromContext(parent).getSpanContext())
        .filter(SpanContext::isSampled)
        .map(SpanContext::getTraceId);
  }

  @Override
  public AttemptListener asked(Provider provider, String model, ChatRequest request) {
    var span =
        tracer
            .spanBuilder(request.operation().id() + ' ' + model)
            .setParent(parent)
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute(GenAi.OPERATION, request.operation().id())
            .setAttribute(GenAi.PROVIDER_NAME, providers.name(provider))
            .setAttribute(GenAi.REQUEST_MODEL, model)
            .startSpan();
    if (!span.isRecording()) {
      return new AttemptSpan(span, request.operation(), messages, json, false, Optional.empty());
    }
    speaker.describe(span);
    providers.addServer(span, provider);
    RequestParameters.add(span, request, messages.shown());
    if (request.operation() == Operation.CHAT) {
      messages.asked(span, request);
    }
    return attempt(span, request);
  }

  private AttemptSpan attempt(Span span, ChatRequest request) {
    var readsAnswers =
        request.operation() == Operation.CHAT && (messages.shown() || request.answers() > 1);
    var streamed =
        readsAnswers && request.streamed()
            ? Optional.of(new StreamedChoices(json))
            : Optional.<StreamedChoices>empty();
    return new AttemptSpan(span, request.operation(), messages, json, readsAnswers, streamed);
  }
}
