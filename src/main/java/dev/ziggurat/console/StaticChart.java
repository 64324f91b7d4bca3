package dev.ziggurat.console;

import dev.ziggurat.llm.Providers;
import io.quarkus.qute.RawString;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * An SVG chart for the first paint, shown without scripts and until the script has drawn the
 * interactive chart.
 */
final class StaticChart {

  private static final double WHOLE = 1_000;
  private static final double OF_A_SLOT = 0.8;
  private static final int DASH = 8;

  private final StringBuilder shapes = new StringBuilder();
  private final Instant from;
  private final double spanMillis;
  private final double bottom;
  private final double height;

  /**
   * Creates an empty chart.
   *
   * @param to after {@code from}, or the width is 0
   * @param top the value at the upper edge; the lower edge is 0
   */
  StaticChart(Instant from, Instant to, double top) {
    this(from, to, 0, top);
  }

  /**
   * Creates an empty chart.
   *
   * @param to after {@code from}, or the width is 0
   * @param bottom the value at the lower edge
   * @param top the value at the upper edge, above the lower
   */
  StaticChart(Instant from, Instant to, double bottom, double top) {
    this.from = from;
    this.spanMillis = Math.max(1, to.toEpochMilli() - from.toEpochMilli());
    this.bottom = bottom;
    this.height = top > bottom ? top - bottom : 1;
  }

  /**
   * Adds a line of straight pieces.
   *
   * @param series its number from 1, which selects the colour
   */
  StaticChart curve(int series, List<LineChart.Point> points) {
    var places =
        points.stream()
            .map(point -> rounded(x(point.at())) + " " + rounded(y(point.value())))
            .collect(Collectors.joining("L"));
    shapes.append("<path data-series=\"").append(series).append("\" d=\"M").append(places);
    shapes.append("\"/>");
    return this;
  }

  /**
   * Adds a step line.
   *
   * @param series its number from 1, which selects the colour
   */
  StaticChart steps(int series, List<LineChart.Point> points) {
    shapes.append("<path data-series=\"").append(series).append("\" d=\"");
    for (var i = 0; i < points.size(); i++) {
      var point = points.get(i);
      shapes
          .append(i == 0 ? "M" : "H")
          .append(rounded(x(point.at())))
          .append(i == 0 ? " " : "V")
          .append(rounded(y(point.value())));
    }
    shapes.append("\"/>");
    return this;
  }

  /**
   * Adds a line from point to point; a single point is a short dash.
   *
   * @param name selects the colour if it is a provider, else the series number does
   */
  StaticChart line(int series, String name, List<LineChart.Point> points) {
    shapes.append("<path ").append(shade(series, name)).append(" d=\"");
    for (var i = 0; i < points.size(); i++) {
      var point = points.get(i);
      shapes
          .append(i == 0 ? "M" : "L")
          .append(rounded(x(point.at())))
          .append(' ')
          .append(rounded(y(point.value())));
    }
    shapes.append(points.size() == 1 ? "h" + DASH : "").append("\"/>");
    return this;
  }

  private static String shade(int series, String name) {
    return Providers.builtIn().byId(name).isPresent()
        ? "data-of=\"" + name + "\""
        : "data-series=\"" + series + "\"";
  }

  /**
   * Adds a bar centred on its time.
   *
   * @param name selects the colour if it is a provider, else the series number does
   * @param below the sum of the bars below
   * @param slotMillis time from one bar to the next
   */
  StaticChart bar(
      int series, String name, Instant at, double below, double value, double slotMillis) {
    var width = slotMillis / spanMillis * WHOLE * OF_A_SLOT;
    var upper = y(below + value);
    shapes
        .append("<rect ")
        .append(shade(series, name))
        .append(" x=\"")
        .append(rounded(x(at) - width / 2))
        .append("\" y=\"")
        .append(rounded(upper))
        .append("\" width=\"")
        .append(rounded(width))
        .append("\" height=\"")
        .append(rounded(y(below) - upper))
        .append("\"/>");
    return this;
  }

  /** The SVG. */
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
    return WHOLE - (value - bottom) / height * WHOLE;
  }

  private static String rounded(double place) {
    return String.format(Locale.ROOT, "%.1f", place);
  }
}
