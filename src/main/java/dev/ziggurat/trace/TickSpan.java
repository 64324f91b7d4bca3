package dev.ziggurat.trace;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.tick.Tick;
import dev.ziggurat.tick.TickListener;
import dev.ziggurat.tick.TickReport;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;

/** The span of a tick. */
record TickSpan(
    Tick tick,
    Span span,
    Tracer tracer,
    ProviderAttributes providers,
    TraceConfig config,
    ObjectMapper json)
    implements TickListener.Run {

  private static final long NANOS_PER_MICRO = 1_000;

  @Override
  public TickListener.Thinking thinking(String handle) {
    var speaker = Speaker.agent(tick.game().id(), handle);
    var turn =
        tracer
            .spanBuilder("invoke_agent " + handle)
            .setNoParent()
            .addLink(span.getSpanContext())
            .setAttribute(GenAi.OPERATION, "invoke_agent")
            .setAttribute(GenAi.GAME, tick.game().id())
            .setAttribute(GenAi.TICK, tick.number())
            .setAttribute(GenAi.SLOT, tick.slot().toString())
            .startSpan();
    speaker.describe(turn);
    var messages = Messages.of(config, json);
    var attempts =
        new AttemptSpans(Context.root().with(turn), speaker, tracer, providers, messages, json);
    return new TurnSpan(turn, attempts, messages, json);
  }

  @Override
  public void closed(TickReport report) {
    span.setAttribute(GenAi.OUTCOME, report.outcome());
    if (report.inference() != null) {
      if (Boolean.TRUE.equals(report.inference().costExact())) {
        span.setAttribute(GenAi.COST, report.inference().costMicroUsd() * NANOS_PER_MICRO);
      }
      span.setAttribute(GenAi.SIMULATED, report.inference().simulated());
    }
    if (report.isFailed()) {
      span.setStatus(StatusCode.ERROR, String.valueOf(report.reason()));
      span.setAttribute(GenAi.ERROR, report.outcome());
    }
    span.end();
  }

  @Override
  public void left() {
    span.end();
  }

  @Override
  public void brokenOff(RuntimeException why) {
    span.setStatus(StatusCode.ERROR, "failed");
    span.setAttribute(GenAi.ERROR, why.getClass().getSimpleName());
    span.end();
  }
}
