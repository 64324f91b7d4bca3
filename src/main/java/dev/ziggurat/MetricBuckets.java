package dev.ziggurat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.DoubleStream;

/**
 * The histogram buckets of the timers that percentiles are asked of: of ticks, of attempts, and of
 * requests to the gateway. Each bucket is a series per provider and outcome, so there are few, and
 * none for other addresses.
 */
@Singleton
class MetricBuckets {

  private static final double[] TICK_SECONDS = {0.5, 1, 2.5, 5, 10, 20, 30, 45, 60, 120, 300, 900};
  private static final double[] CALL_SECONDS = {0.1, 0.25, 0.5, 1, 2, 3, 5, 8, 13, 20, 30, 60};

  private static final Map<String, double[]> SECONDS =
      Map.of(
          "ziggurat.tick", TICK_SECONDS,
          "ziggurat.attempt", CALL_SECONDS,
          "ziggurat.model.latency", CALL_SECONDS,
          "ziggurat.first.token", CALL_SECONDS,
          "http.server.requests", CALL_SECONDS);

  /** Read by Quarkus before the first meter is made. */
  @Produces
  @Singleton
  MeterFilter buckets() {
    return new MeterFilter() {
      @Override
      public DistributionStatisticConfig configure(
          Meter.Id id, DistributionStatisticConfig configured) {
        var seconds = SECONDS.get(id.getName());
        var address = Objects.requireNonNullElse(id.getTag("uri"), "/v1/");
        if (seconds == null || !address.startsWith("/v1/")) {
          return configured;
        }
        return DistributionStatisticConfig.builder()
            .serviceLevelObjectives(
                DoubleStream.of(seconds)
                    .map(each -> each * Duration.ofSeconds(1).toNanos())
                    .toArray())
            .build()
            .merge(configured);
      }
    };
  }
}
