package dev.ziggurat.console;

import dev.ziggurat.llm.Providers;
import io.quarkus.qute.RawString;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * A chart as the page itself brings it: complete without a script, and until the script has drawn
 * it with axes and what a pointer tells.
 */
final class StaticChart {

  private static final double WHOLE = 1_000;
  private static final double OF_A_SLOT = 0.8;

  private final StringBuilder shapes = new StringBuilder();
  private final Instant from;
  private final double spanMillis;
  private final double top;

  /**
   * An empty one.
   *
   * @param to after {@code from}, or nothing is wide
   * @param top the value at the upper edge; zero is at the lower
   */
  StaticChart(Instant from, Instant to, double top) {
    this.from = from;
    this.spanMillis = Math.max(1, to.toEpochMilli() - from.toEpochMilli());
    this.top = top > 0 ? top : 1;
  }

  /**
   * A line that keeps each value until the next point.
   *
   * @param series its place among the lines, from 1: the colour
   */
  StaticChart steps(int series, List<LineChart.Point> points) {
    shapes.append("<path data-series=\"").append(series).append("\" d=\"");
    for (var i = 0; i < points.size(); i++) {
      var point = points.get(i);
      shapes
          .append(i == 0 ? "M" : "H")
          .append(told(x(point.at())))
          .append(i == 0 ? " " : "V")
          .append(told(y(point.value())));
    }
    shapes.append("\"/>");
    return this;
  }

  /**
   * A bar in the middle of which stands its moment.
   *
   * @param name whose colour it has, if it is a provider; else that of its place among the series
   * @param below what it stands on
   * @param slotMillis from one bar to the next
   */
  StaticChart bar(
      int series, String name, Instant at, double below, double value, double slotMillis) {
    var width = slotMillis / spanMillis * WHOLE * OF_A_SLOT;
    var upper = y(below + value);
    shapes
        .append("<rect ")
        .append(
            Providers.builtIn().byId(name).isPresent()
                ? "data-of=\"" + name + "\""
                : "data-series=\"" + series + "\"")
        .append(" x=\"")
        .append(told(x(at) - width / 2))
        .append("\" y=\"")
        .append(told(upper))
        .append("\" width=\"")
        .append(told(width))
        .append("\" height=\"")
        .append(told(y(below) - upper))
        .append("\"/>");
    return this;
  }

  /** The picture. */
  RawString svg() {
    return new RawString(
        "<svg class=\"sketch\" viewBox=\"0 0 1000 1000\" preserveAspectRatio=\"none\""
            + " aria-hidden=\"true\"><path class=\"frame\" d=\"M0 0H1000M0 500H1000M0 1000H1000\"/>"
            + shapes
            + "</svg>");
  }

  private double x(Instant at) {
    return (at.toEpochMilli() - from.toEpochMilli()) / spanMillis * WHOLE;
  }

  private double y(double value) {
    return WHOLE - value / top * WHOLE;
  }

  private static String told(double place) {
    return String.format(Locale.ROOT, "%.1f", place);
  }
}
