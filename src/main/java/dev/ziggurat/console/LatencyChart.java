package dev.ziggurat.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.ledger.UsageReport;
import dev.ziggurat.ledger.UsageRow;
import dev.ziggurat.llm.Providers;
import io.quarkus.qute.RawString;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A latency percentile by provider over time, in the format of {@code lib/charts.js}.
 *
 * @param from start of the axis
 * @param to end of the axis
 * @param lines one per provider, values in seconds
 */
public record LatencyChart(Instant from, Instant to, List<LineChart.Line> lines) {

  private static final double MILLIS = 1_000;

  /** Built-in providers in their usual order, then the others by id. */
  private static final Comparator<String> CHAIN_ORDER =
      Comparator.<String>comparingInt(
              id -> {
                var place = Providers.builtIn().ids().indexOf(id);
                return place < 0 ? Integer.MAX_VALUE : place;
              })
          .thenComparing(Comparator.naturalOrder());

  /**
   * Builds the chart of one percentile.
   *
   * @param report by provider and time
   * @param slot one hour or one day
   */
  static LatencyChart of(
      UsageReport report, Duration slot, Function<UsageRow, Optional<Long>> percentile) {
    var byProvider =
        report.rows().stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.key().orElse("none"),
                    () -> new TreeMap<>(CHAIN_ORDER),
                    Collectors.toList()));
    var lines =
        byProvider.entrySet().stream()
            .map(
                provider ->
                    new LineChart.Line(
                        provider.getKey(),
                        provider.getValue().stream()
                            .flatMap(row -> point(row, percentile))
                            .toList()))
            .filter(line -> !line.points().isEmpty())
            .toList();
    var half = slot.dividedBy(2);
    return new LatencyChart(report.from().minus(half), report.to().minus(half), lines);
  }

  private static Stream<LineChart.Point> point(
      UsageRow row, Function<UsageRow, Optional<Long>> percentile) {
    return percentile.apply(row).stream()
        .map(millis -> new LineChart.Point(row.at().orElseThrow(), millis / MILLIS));
  }

  /** The chart as SVG for the first paint. */
  public RawString svg() {
    var top =
        lines.stream()
            .flatMap(line -> line.points().stream())
            .mapToDouble(LineChart.Point::value)
            .max()
            .orElse(0);
    var sketch = new StaticChart(from, to, top);
    for (var i = 0; i < lines.size(); i++) {
      sketch.line(i + 1, lines.get(i).name(), lines.get(i).points());
    }
    return sketch.svg();
  }

  /** JSON that is safe inside script tags. */
  public RawString json() {
    var body = JsonNodeFactory.instance.objectNode();
    body.put("from", from.toEpochMilli());
    body.put("to", to.toEpochMilli());
    var series = body.putArray("series");
    for (var line : lines) {
      var one = series.addObject().put("name", line.name());
      if (Providers.builtIn().byId(line.name()).isPresent()) {
        one.put("color", line.name());
      }
      var points = one.putArray("points");
      line.points()
          .forEach(each -> points.addArray().add(each.at().toEpochMilli()).add(each.value()));
    }
    return new RawString(body.toString().replace("<", "\\u003c"));
  }
}
