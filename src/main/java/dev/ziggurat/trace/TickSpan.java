package dev.ziggurat.trace;

import dev.ziggurat.tick.Tick;
import dev.ziggurat.tick.TickListener;
import dev.ziggurat.tick.TickReport;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;

/** The span of a tick. */
record TickSpan(
    Tick tick, Span span, Tracer tracer, ProviderAttributes providers, Messages messages)
    implements TickListener.Run {

  private static final long NANOS_PER_MICRO = 1_000;

  @Override
  public TickListener.Thinking thinking(String handle) {
    var turn =
        tracer
            .spanBuilder("invoke_agent " + handle)
            .setParent(Context.root().with(span))
            .setAttribute(GenAi.OPERATION, "invoke_agent")
            .setAttribute(GenAi.AGENT, handle)
            .setAttribute(GenAi.CONVERSATION, conversation(handle))
            .setAttribute(GenAi.GAME, tick.game().id())
            .setAttribute(GenAi.TICK, tick.number())
            .startSpan();
    return new TurnSpan(
        turn,
        new AttemptSpans(
            Context.root().with(turn), conversation(handle), tracer, providers, messages));
  }

  private String conversation(String handle) {
    return tick.game().id() + '/' + handle;
  }

  @Override
  public void closed(TickReport report) {
    span.setAttribute(GenAi.OUTCOME, report.outcome());
    if (report.inference() != null) {
      span.setAttribute(GenAi.COST, report.inference().costMicroUsd() * NANOS_PER_MICRO);
      span.setAttribute(GenAi.SIMULATED, report.inference().simulated());
    }
    if (report.isFailed()) {
      span.setStatus(StatusCode.ERROR, String.valueOf(report.reason()));
      span.setAttribute(GenAi.ERROR, report.outcome());
    }
    span.end();
  }

  @Override
  public void brokenOff(RuntimeException why) {
    span.setStatus(StatusCode.ERROR, "failed");
    span.setAttribute(GenAi.ERROR, why.getClass().getSimpleName());
    span.end();
  }
}
