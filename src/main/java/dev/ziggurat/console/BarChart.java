package dev.ziggurat.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.ledger.UsageReport;
import dev.ziggurat.ledger.UsageRow;
import dev.ziggurat.llm.Provider;
import io.quarkus.qute.RawString;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Stacked amounts over time, in the format of {@code lib/charts.js}.
 *
 * @param from start, inclusive
 * @param to end, exclusive
 * @param slot one hour or one day
 * @param times the start of each hour or day with data
 * @param layers the most expensive first
 */
public record BarChart(
    Instant from, Instant to, Duration slot, List<Instant> times, List<Layer> layers) {

  /** More colours are not distinguishable. */
  private static final int MAX_LAYERS = 8;

  private static final String OTHERS = "others";

  /** One series of the stacked bars. */
  public record Layer(String name, List<Double> values) {

    private Layer plus(Layer other) {
      var sums = new ArrayList<Double>();
      for (var i = 0; i < values.size(); i++) {
        sums.add(values.get(i) + other.values.get(i));
      }
      return new Layer(OTHERS, sums);
    }
  }

  /**
   * Builds one measure of a report over time, with a layer per key, the most expensive first, so
   * that a key has the same colour in all charts.
   */
  static BarChart of(UsageReport report, Duration slot, ToDoubleFunction<UsageRow> measure) {
    var order = dearest(report.rows());
    var times =
        List.copyOf(
            report.rows().stream()
                .map(row -> row.at().orElseThrow())
                .collect(Collectors.toCollection(TreeSet::new)));
    var layers =
        report.rows().stream()
            .collect(Collectors.groupingBy(BarChart::name, Collectors.toList()))
            .entrySet()
            .stream()
            .map(layer -> new Layer(layer.getKey(), values(times, layer.getValue(), measure)))
            .sorted(Comparator.comparingInt(layer -> order.indexOf(layer.name())))
            .toList();
    return new BarChart(report.from(), report.to(), slot, times, few(layers));
  }

  private static List<String> dearest(List<UsageRow> rows) {
    var costs =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    BarChart::name, Collectors.summingLong(UsageRow::costNanoUsd)));
    return costs.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static String name(UsageRow row) {
    return row.key().orElse("none");
  }

  private static List<Double> values(
      List<Instant> times, List<UsageRow> rows, ToDoubleFunction<UsageRow> measure) {
    Map<Instant, Double> known =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.at().orElseThrow(), Collectors.summingDouble(measure)));
    return times.stream().map(time -> known.getOrDefault(time, 0.0)).toList();
  }

  private static List<Layer> few(List<Layer> layers) {
    if (layers.size() <= MAX_LAYERS) {
      return layers;
    }
    var few = new ArrayList<>(layers.subList(0, MAX_LAYERS - 1));
    layers.subList(MAX_LAYERS - 1, layers.size()).stream().reduce(Layer::plus).ifPresent(few::add);
    return few;
  }

  /** Bars are centred on the start of their slot. */
  private Instant leftEdge() {
    return from.minus(slot.dividedBy(2));
  }

  private Instant rightEdge() {
    return to.minus(slot.dividedBy(2));
  }

  /** The chart as SVG for the first paint. */
  public RawString svg() {
    var heights = new double[times.size()];
    layers.forEach(layer -> Arrays.setAll(heights, i -> heights[i] + layer.values().get(i)));
    var sketch = new StaticChart(leftEdge(), rightEdge(), Arrays.stream(heights).max().orElse(0));
    var below = new double[times.size()];
    for (var layer = 0; layer < layers.size(); layer++) {
      var one = layers.get(layer);
      for (var i = 0; i < times.size(); i++) {
        var value = one.values().get(i);
        sketch.bar(layer + 1, one.name(), times.get(i), below[i], value, slot.toMillis());
        below[i] += value;
      }
    }
    return sketch.svg();
  }

  /** JSON that is safe inside script tags. */
  public RawString json() {
    var body = JsonNodeFactory.instance.objectNode();
    body.put("from", leftEdge().toEpochMilli());
    body.put("to", rightEdge().toEpochMilli());
    body.put("slot", slot.toMillis());
    var at = body.putArray("times");
    times.forEach(time -> at.add(time.toEpochMilli()));
    var series = body.putArray("series");
    for (var layer : layers) {
      var one = series.addObject().put("name", layer.name());
      if (Provider.byId(layer.name()).isPresent()) {
        one.put("color", layer.name());
      }
      var values = one.putArray("values");
      layer.values().forEach(values::add);
    }
    return new RawString(body.toString().replace("<", "\\u003c"));
  }
}
