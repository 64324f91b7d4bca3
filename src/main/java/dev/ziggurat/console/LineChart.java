package dev.ziggurat.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.qute.RawString;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * A line chart, in the format of {@code lib/charts.js}.
 *
 * @param lines its series
 */
public record LineChart(List<Line> lines) {

  /** A line of a chart. */
  public record Line(String name, List<Point> points) {}

  /** A point of a line. */
  public record Point(Instant at, double value) {}

  /** Prices between 0 and 1 as SVG for the first paint. */
  public RawString steps() {
    var all = lines.stream().flatMap(line -> line.points().stream()).toList();
    var sketch = new StaticChart(first(all), last(all), 1);
    for (var i = 0; i < lines.size(); i++) {
      sketch.steps(i + 1, lines.get(i).points());
    }
    return sketch.svg();
  }

  /** Whether there is nothing to draw. */
  public boolean isEmpty() {
    return lines.stream().allMatch(line -> line.points().isEmpty());
  }

  /** Straight lines between the least and the greatest value as SVG for the first paint. */
  public RawString curves() {
    var all = lines.stream().flatMap(line -> line.points().stream()).toList();
    var sketch =
        new StaticChart(
            first(all),
            last(all),
            all.stream().mapToDouble(Point::value).min().orElse(0),
            all.stream().mapToDouble(Point::value).max().orElse(0));
    for (var i = 0; i < lines.size(); i++) {
      sketch.curve(i + 1, lines.get(i).points());
    }
    return sketch.svg();
  }

  /** One bar per point as SVG for the first paint. */
  public RawString bars() {
    var all = lines.stream().flatMap(line -> line.points().stream()).toList();
    var from = first(all);
    var slot = Duration.between(from, last(all)).dividedBy(Math.max(1, all.size() - 1));
    var sketch =
        new StaticChart(
            from.minus(slot.dividedBy(2)),
            last(all).plus(slot.dividedBy(2)),
            all.stream().mapToDouble(Point::value).max().orElse(0));
    var width = Math.max(1, slot.toMillis());
    all.forEach(each -> sketch.bar(1, "", each.at(), 0, each.value(), width));
    return sketch.svg();
  }

  private static Instant first(List<Point> points) {
    return points.stream().map(Point::at).min(Comparator.naturalOrder()).orElse(Instant.EPOCH);
  }

  private static Instant last(List<Point> points) {
    return points.stream().map(Point::at).max(Comparator.naturalOrder()).orElse(Instant.EPOCH);
  }

  /** JSON that is safe inside script tags. */
  public RawString json() {
    var body = JsonNodeFactory.instance.objectNode();
    var series = body.putArray("series");
    for (var line : lines) {
      var points = series.addObject().put("name", line.name()).putArray("points");
      line.points()
          .forEach(each -> points.addArray().add(each.at().toEpochMilli()).add(each.value()));
    }
    return new RawString(body.toString().replace("<", "\\u003c"));
  }
}
