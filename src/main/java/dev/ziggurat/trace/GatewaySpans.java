package dev.ziggurat.trace;

import dev.ziggurat.chain.CallListener;
import dev.ziggurat.chain.CallListeners;
import dev.ziggurat.ledger.Caller;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * Makes a span of every attempt of gateway calls, as a child of the program's span if it sends one.
 */
@Singleton
class GatewaySpans implements CallListeners {

  private final boolean watched;
  private final Tracer tracer;
  private final ProviderAttributes providers;
  private final TraceConfig config;

  GatewaySpans(OpenTelemetry telemetry, ProviderAttributes providers, TraceConfig config) {
    this.watched = telemetry instanceof OpenTelemetrySdk;
    this.tracer = telemetry.getTracer("dev.ziggurat");
    this.providers = providers;
    this.config = config;
  }

  @Override
  public CallListener follow(Caller caller, Optional<String> traceParent) {
    return watched
        ? new AttemptSpans(
            traceParent.map(GatewaySpans::parent).orElse(Context.root()),
            caller.callId().toString(),
            tracer,
            providers,
            Messages.of(config))
        : CallListener.NONE;
  }

  /** Unreadable headers have no parent. */
  private static Context parent(String written) {
    return W3CTraceContextPropagator.getInstance().extract(Context.root(), written, new Header());
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
