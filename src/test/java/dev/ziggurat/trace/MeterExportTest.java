package dev.ziggurat.trace;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ziggurat.Arena;
import dev.ziggurat.Hurried;
import dev.ziggurat.tick.TickListener;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where nobody can read the page with metrics, they are sent by OTLP when an event ends. */
@QuarkusTest
@TestProfile(Hurried.class)
class MeterExportTest {

  @Inject Arena arena;
  @Inject TickListener watch;
  OtlpReceiver.Received received;

  @BeforeEach
  @AfterEach
  void calm() {
    received.delayMillis().set(0);
    arena.calm();
  }

  private static List<Metric> metrics(ExportMetricsServiceRequest request) {
    return request.getResourceMetricsList().stream()
        .flatMap(resource -> resource.getScopeMetricsList().stream())
        .flatMap(scope -> scope.getMetricsList().stream())
        .toList();
  }

  private static ExportMetricsServiceRequest request(byte[] body) {
    try {
      return ExportMetricsServiceRequest.parseFrom(body);
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  private static Map<String, String> attributes(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(Collectors.toMap(KeyValue::getKey, each -> each.getValue().getStringValue()));
  }

  /** Bounds are computed from nanoseconds. */
  private static int nearly(double one, double other) {
    return Math.abs(one - other) < 1e-9 ? 0 : Double.compare(one, other);
  }

  /** The last that was sent at the end of an event. */
  private ExportMetricsServiceRequest sent() {
    received.metrics().clear();
    watch.settle();
    await().until(() -> !received.metrics().isEmpty());
    return request(received.metrics().stream().reduce((_, last) -> last).orElseThrow());
  }

  private static Metric named(ExportMetricsServiceRequest request, String name) {
    return metrics(request).stream()
        .filter(metric -> metric.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not among " + names(request)));
  }

  private static List<String> names(ExportMetricsServiceRequest request) {
    return metrics(request).stream().map(Metric::getName).toList();
  }

  private static String page() {
    return given().header("Authorization", "Bearer dev-viewer").get("/q/metrics").asString();
  }

  private static double onThePage(String page, String series) {
    var line = Pattern.compile("^" + Pattern.quote(series) + " (\\S+)$", Pattern.MULTILINE);
    var found = line.matcher(page);
    assertThat(found.find()).as("%s on the page", series).isTrue();
    return Double.parseDouble(found.group(1));
  }

  @Test
  void whatTheEventCountedIsSentAtItsEnd() {
    arena.tick(arena.game(3), "counted").statusCode(200);
    await().untilAsserted(() -> isComplete(sent()));
  }

  private static void isComplete(ExportMetricsServiceRequest request) {
    var resource = attributes(request.getResourceMetrics(0).getResource().getAttributesList());
    assertThat(resource)
        .containsEntry("service.name", "ziggurat")
        .containsKey("service.instance.id");
    var attempts = named(request, "ziggurat.attempt");
    assertThat(attempts.getUnit()).isEqualTo("s");
    assertThat(attempts.getHistogram().getAggregationTemporality())
        .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
    var answered =
        attempts.getHistogram().getDataPointsList().stream()
            .filter(
                point ->
                    attributes(point.getAttributesList())
                        .equals(Map.of("provider", "wandb", "outcome", "OK")))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no attempts"));
    assertThat(answered.getExplicitBoundsList())
        .usingElementComparator(MeterExportTest::nearly)
        .containsExactly(0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 20.0, 30.0, 60.0);
    assertThat(answered.getBucketCountsList().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(answered.getCount());
    assertThat(named(request, "ziggurat.cost.nano.dollars").getSum().getIsMonotonic()).isTrue();
    assertThat(names(request)).contains("ziggurat.triggers", "jvm.memory.used");

    // The page is as it was, with the same numbers.
    var page = page();
    assertThat(onThePage(page, "ziggurat_attempt_seconds_count{outcome=\"OK\",provider=\"wandb\"}"))
        .isEqualTo(answered.getCount())
        .isGreaterThanOrEqualTo(3);
    assertThat(page)
        .contains("ziggurat_attempt_seconds_bucket{", "# TYPE ziggurat_tick_seconds histogram")
        .doesNotContain("processedSpans");
  }

  @Test
  void whatIsSentLaterHasAllThatWasCounted() {
    arena.tick(arena.game(1), "first").statusCode(200);
    sent();
    arena.tick(arena.game(1), "second").statusCode(200);
    var total =
        page()
            .lines()
            .filter(line -> line.startsWith("ziggurat_tick_seconds_count{"))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
            .sum();
    await().untilAsserted(() -> assertThat(ticks(sent())).isEqualTo((long) total));
  }

  private static long ticks(ExportMetricsServiceRequest request) {
    return named(request, "ziggurat.tick").getHistogram().getDataPointsList().stream()
        .mapToLong(HistogramDataPoint::getCount)
        .sum();
  }
}
