package dev.ziggurat.trace;

import dev.ziggurat.chain.CallListener;
import dev.ziggurat.llm.ChatRequest;
import dev.ziggurat.llm.PromptRequest;
import dev.ziggurat.llm.Provider;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;

/**
 * Makes the spans of one call's attempts.
 *
 * @param parent the parent span
 * @param conversation the conversation id
 */
record AttemptSpans(
    Context parent,
    String conversation,
    Tracer tracer,
    ProviderAttributes providers,
    Messages messages)
    implements CallListener {

  @Override
  public AttemptListener asked(Provider provider, String model, ChatRequest request) {
    var attempt =
        tracer
            .spanBuilder("chat " + model)
            .setParent(parent)
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute(GenAi.OPERATION, "chat")
            .setAttribute(GenAi.PROVIDER_NAME, providers.name(provider))
            .setAttribute(GenAi.REQUEST_MODEL, model)
            .setAttribute(GenAi.CONVERSATION, conversation)
            .setAttribute(GenAi.MAX_TOKENS, (long) request.maxOutputTokens())
            .startSpan();
    if (request instanceof PromptRequest question) {
      question.temperature().ifPresent(degrees -> attempt.setAttribute(GenAi.TEMPERATURE, degrees));
      question.answerSchema().ifPresent(_ -> attempt.setAttribute(GenAi.OUTPUT_TYPE, "json"));
    }
    messages.asked(attempt, request);
    providers.server(provider).ifPresent(host -> attempt.setAttribute(GenAi.SERVER, host));
    return new AttemptSpan(attempt, messages);
  }
}
