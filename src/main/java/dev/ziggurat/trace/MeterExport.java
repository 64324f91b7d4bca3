package dev.ziggurat.trace;

import io.micrometer.core.instrument.Metrics;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.instrumentation.micrometer.v1_5.OpenTelemetryMeterRegistry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Sends all meters by OTLP, beside their page for Prometheus, which nobody reads on a function:
 * once a minute, when a function has handled an event, and at the end of the process. Without an
 * address for them there is no second registry, so nothing is counted twice.
 */
@Singleton
class MeterExport {

  private final OpenTelemetry telemetry;
  private final boolean on;

  MeterExport(
      OpenTelemetry telemetry,
      @ConfigProperty(name = TraceTarget.METRICS_ENDPOINT, defaultValue = TraceTarget.NOWHERE)
          String endpoint) {
    this.telemetry = telemetry;
    this.on = telemetry instanceof OpenTelemetrySdk && !endpoint.isBlank();
  }

  void start(@Observes StartupEvent event) {
    if (on) {
      Metrics.addRegistry(
          OpenTelemetryMeterRegistry.builder(telemetry).setBaseTimeUnit(TimeUnit.SECONDS).build());
    }
  }

  /** Sends what has been counted so far; done at once if nothing is sent at all. */
  CompletableResultCode flush() {
    return on && telemetry instanceof OpenTelemetrySdk sdk
        ? sdk.getSdkMeterProvider().forceFlush()
        : CompletableResultCode.ofSuccess();
  }
}
