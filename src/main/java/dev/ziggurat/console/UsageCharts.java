package dev.ziggurat.console;

import dev.ziggurat.ledger.UsageReport;
import dev.ziggurat.ledger.UsageRow;
import java.time.Duration;

/**
 * Charts of usage over one time range.
 *
 * @param step the time of one bar or point: hour or day
 * @param cost in dollars
 * @param tokens in and out
 * @param p50 latency by provider
 * @param p95 latency by provider
 */
public record UsageCharts(
    String step, BarChart cost, BarChart tokens, LatencyChart p50, LatencyChart p95) {

  private static final double NANO = 1e9;

  /**
   * Builds the charts.
   *
   * @param charted over time, for cost and tokens
   * @param byProvider over the same time, for latencies
   */
  static UsageCharts of(UsageReport charted, UsageReport byProvider, String step) {
    var slot = step.equals("hour") ? Duration.ofHours(1) : Duration.ofDays(1);
    return new UsageCharts(
        step,
        BarChart.of(charted, slot, row -> row.costNanoUsd() / NANO),
        BarChart.of(charted, slot, row -> row.inputTokens() + row.outputTokens()),
        LatencyChart.of(byProvider, slot, UsageRow::p50Millis),
        LatencyChart.of(byProvider, slot, UsageRow::p95Millis));
  }
}
