package dev.ziggurat.db;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import jakarta.inject.Singleton;
import java.util.Objects;

/**
 * The executions of {@link Database} so far. The counter of several registries tells what that of
 * any of them does, and OpenTelemetry's is NaN.
 */
@Singleton
public class CountedExecutions {

  private final MeterRegistry meters;

  CountedExecutions(MeterRegistry meters) {
    this.meters = meters;
  }

  /** Since the application was started. */
  public double count() {
    return ((CompositeMeterRegistry) meters)
        .getRegistries().stream()
            .map(registry -> registry.find("ziggurat.db.executions").counter())
            .filter(Objects::nonNull)
            .mapToDouble(Counter::count)
            .filter(Double::isFinite)
            .max()
            .orElseThrow();
  }
}
