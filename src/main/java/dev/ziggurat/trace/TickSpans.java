package dev.ziggurat.trace;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.tick.Tick;
import dev.ziggurat.tick.TickListener;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes a span of every tick, and of every turn with its attempts below it. A turn is a trace of
 * its own, linked to its tick, because a trace is one turn of a conversation. Parents are passed
 * explicitly across threads. Without an exporter no spans are made.
 */
@Singleton
class TickSpans implements TickListener {

  private final OpenTelemetry telemetry;
  private final SpanExport export;
  private final Tracer tracer;
  private final ProviderAttributes providers;
  private final TraceConfig config;
  private final ObjectMapper json;
  private final MeterExport meters;

  TickSpans(
      OpenTelemetry telemetry,
      SpanExport export,
      ProviderAttributes providers,
      TraceConfig config,
      ObjectMapper json,
      MeterExport meters) {
    this.telemetry = telemetry;
    this.export = export;
    this.tracer = telemetry.getTracer("dev.ziggurat");
    this.providers = providers;
    this.config = config;
    this.json = json;
    this.meters = meters;
  }

  @Override
  public Run begun(Tick tick, boolean takenOver) {
    if (!export.on()) {
      return Run.NOBODY;
    }
    return begun(tick, span("tick ", tick).setAttribute(GenAi.TAKEN_OVER, takenOver));
  }

  @Override
  public Run joined(Tick tick) {
    return export.on() ? begun(tick, span("shard ", tick)) : Run.NOBODY;
  }

  private SpanBuilder span(String kind, Tick tick) {
    return tracer
        .spanBuilder(kind + tick.game().id())
        .setNoParent()
        .setAttribute(GenAi.GAME, tick.game().id())
        .setAttribute(GenAi.TICK, tick.number())
        .setAttribute(GenAi.SLOT, tick.slot().toString());
  }

  private Run begun(Tick tick, SpanBuilder span) {
    return new TickSpan(tick, span.startSpan(), tracer, providers, config, json);
  }

  @Override
  public Duration settling() {
    return telemetry instanceof OpenTelemetrySdk ? config.settling() : Duration.ZERO;
  }

  @Override
  public void settle() {
    if (telemetry instanceof OpenTelemetrySdk sdk) {
      CompletableResultCode.ofAll(List.of(sdk.getSdkTracerProvider().forceFlush(), meters.flush()))
          .join(config.settling().toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
