package dev.ziggurat;

import dev.ziggurat.trace.OtlpReceiver;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/**
 * Does at once, or after a moment, what usually takes its time, and sends its spans. Shared by all
 * tests that need such things: each profile of its own is an application to build and to start.
 */
public class Hurried implements QuarkusTestProfile {

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.ofEntries(
        // Events are read often, and there is room for few.
        Map.entry("ziggurat.live.period", "100ms"),
        Map.entry("ziggurat.live.heartbeat", "300ms"),
        Map.entry("ziggurat.live.listeners", "3"),
        Map.entry("ziggurat.live.most-events", "100"),
        // Usage is summed up in small parts.
        Map.entry("ziggurat.ledger.worth-summing-up", "3"),
        Map.entry("ziggurat.ledger.summed-up-at-once", "7"),
        Map.entry("ziggurat.ledger.summing-up", "0s"),
        // A breaker is half open at once.
        Map.entry(
            "quarkus.fault-tolerance.\"dev.ziggurat.chain.Chain/wandb\".circuit-breaker.delay",
            "1"),
        Map.entry(
            "quarkus.fault-tolerance.\"dev.ziggurat.chain.Chain/wandb\".circuit-breaker.delay-unit",
            "millis"),
        Map.entry(
            "quarkus.fault-tolerance.\"dev.ziggurat.chain.Chain/claude\".circuit-breaker.delay",
            "1"),
        Map.entry(
            "quarkus.fault-tolerance.\"dev.ziggurat.chain.Chain/claude\".circuit-breaker.delay-unit",
            "millis"),
        // What W&B serves is asked every time.
        Map.entry("ziggurat.admin.models.wandb-list.good-for", "0s"),
        Map.entry("ziggurat.admin.models.wandb-list.retry-after", "0s"),
        Map.entry("ziggurat.chain.streams.last-patience", "1"),
        // What Hibernate does is counted.
        Map.entry("quarkus.hibernate-orm.statistics", "true"));
  }

  /** Spans are sent. */
  @Override
  public List<TestResourceEntry> testResources() {
    return List.of(
        new TestResourceEntry(
            OtlpReceiver.class,
            Map.of(OtlpReceiver.ADDRESS_SETTING, "OTEL_EXPORTER_OTLP_ENDPOINT")));
  }
}
