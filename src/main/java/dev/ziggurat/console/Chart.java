package dev.ziggurat.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.babylon.store.PriceHistory;
import io.quarkus.qute.RawString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a chart shows, as {@code lib/charts.js} reads it.
 *
 * @param lines one each
 */
public record Chart(List<Line> lines) {

  /** A line of a chart. */
  public record Line(String name, List<Point> points) {}

  /** A point of a line. */
  public record Point(Instant at, double value) {}

  /**
   * How a price went, drawn on to this moment.
   *
   * @param until later than the last trade
   */
  static Line price(String name, PriceHistory history, Instant until) {
    var points =
        new ArrayList<>(
            history.points().stream().map(each -> new Point(each.at(), each.priceYes())).toList());
    points.add(new Point(until, points.getLast().value()));
    return new Line(name, List.copyOf(points));
  }

  /** As JSON that can stand between script tags. */
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
