package dev.ziggurat.trace;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.chain.CallListener;
import dev.ziggurat.chain.CallListeners;
import dev.ziggurat.ledger.Caller;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * Makes a span of every attempt of gateway calls: below the program's span if it sends one, else
 * below a span of the call. Without an exporter no spans are made.
 */
@Singleton
class GatewaySpans implements CallListeners {

  private final SpanExport export;
  private final Tracer tracer;
  private final ProviderAttributes providers;
  private final TraceConfig config;
  private final ObjectMapper json;

  GatewaySpans(
      OpenTelemetry telemetry,
      SpanExport export,
      ProviderAttributes providers,
      TraceConfig config,
      ObjectMapper json) {
    this.export = export;
    this.tracer = telemetry.getTracer("dev.ziggurat");
    this.providers = providers;
    this.config = config;
    this.json = json;
  }

  @Override
  public CallListener follow(Caller caller, Optional<String> traceParent) {
    if (!export.on()) {
      return CallListener.NONE;
    }
    return traceParent
        .flatMap(GatewaySpans::parent)
        .<CallListener>map(parent -> attempts(parent, Speaker.tracedProgram(caller.callId())))
        .orElseGet(() -> call(caller));
  }

  private CallSpan call(Caller caller) {
    var span =
        tracer.spanBuilder("gateway call").setNoParent().setSpanKind(SpanKind.SERVER).startSpan();
    var speaker = Speaker.program(caller.callId());
    speaker.describe(span);
    caller.key().ifPresent(key -> span.setAttribute(GenAi.KEY, key.toString()));
    return new CallSpan(span, attempts(Context.root().with(span), speaker));
  }

  private AttemptSpans attempts(Context parent, Speaker speaker) {
    return new AttemptSpans(parent, speaker, tracer, providers, Messages.of(config, json), json);
  }

  /** Unreadable headers have no parent. */
  private static Optional<Context> parent(String written) {
    return Optional.of(
            W3CTraceContextPropagator.getInstance().extract(Context.root(), written, new Header()))
        .filter(context -> Span.fromContext(context).getSpanContext().isValid());
  }

  /** A carrier with one header. */
  private record Header() implements TextMapGetter<String> {

    private static final String NAME = "traceparent";

    @Override
    public Iterable<String> keys(String carrier) {
      return List.of(NAME);
    }

    @Override
    public String get(String carrier, String key) {
      return key.equals(NAME) ? carrier : null;
    }
  }
}
