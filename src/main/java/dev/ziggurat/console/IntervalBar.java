package dev.ziggurat.console;

import dev.ziggurat.experiment.LookResult.ArmMean;
import io.quarkus.qute.RawString;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Draws differences with their intervals on one scale, as SVG. What it shows is written beside it.
 *
 * @param least the value at the left edge, at most 0
 * @param most the value at the right edge, at least 0
 */
record IntervalBar(double least, double most) {

  private static final double WIDTH = 200;
  private static final double MARGIN = 0.05;

  /** The scale for all of these. */
  static IntervalBar over(List<ArmMean> arms) {
    var values =
        arms.stream()
            .flatMap(arm -> Stream.of(arm.low(), arm.high(), arm.difference()))
            .flatMap(Optional::stream)
            .toList();
    var low = Math.min(0, values.stream().mapToDouble(each -> each).min().orElse(0));
    var high = Math.max(0, values.stream().mapToDouble(each -> each).max().orElse(0));
    var margin = Math.max(high - low, Double.MIN_NORMAL) * MARGIN;
    return new IntervalBar(low - margin, high + margin);
  }

  /** The interval of an arm; empty without one. */
  RawString svg(ArmMean arm) {
    if (arm.low().isEmpty() || arm.high().isEmpty() || arm.difference().isEmpty()) {
      return new RawString("");
    }
    var low = x(arm.low().get());
    var high = x(arm.high().get());
    return new RawString(
        String.format(
            Locale.ROOT,
            "<svg class=\"interval\"%s viewBox=\"0 0 200 16\" preserveAspectRatio=\"none\""
                + " aria-hidden=\"true\"><path class=\"zero\" d=\"M%.1f 0V16\"/>"
                + "<rect class=\"range\" x=\"%.1f\" y=\"5\" width=\"%.1f\" height=\"6\"/>"
                + "<rect class=\"middle\" x=\"%.1f\" y=\"2\" width=\"2\" height=\"12\"/></svg>",
            arm.differs() ? " data-differs" : "",
            x(0),
            low,
            Math.max(1, high - low),
            x(arm.difference().get()) - 1));
  }

  private double x(double value) {
    return (value - least) / (most - least) * WIDTH;
  }
}
