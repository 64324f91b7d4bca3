package dev.ziggurat.tick;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Reports every tick: one log line, and metrics. */
@Singleton
class TickLog {

  private static final int MICRO_DIGITS = 6;

  private final MeterRegistry meters;

  TickLog(MeterRegistry meters) {
    this.meters = meters;
    // Registered at zero; otherwise the first increment would not show as an increase.
    meters.counter("ziggurat.turns.held");
  }

  /** A tick was closed. */
  TickReport closed(TickReport report) {
    count(report);
    meters
        .timer("ziggurat.tick", "outcome", report.outcome())
        .record(report.durationMillis(), TimeUnit.MILLISECONDS);
    meters.counter("ziggurat.turns.held").increment(report.turns().held());
    var line = line(report);
    if (report.isFailed()) {
      Log.error(line);
    } else {
      Log.info(line);
    }
    return report;
  }

  /** A trigger was answered without running a tick. */
  TickReport answered(TickReport report) {
    count(report);
    Log.debugf("Trigger for %s: %s, %s", report.game(), report.outcome(), report.reason());
    return report;
  }

  private void count(TickReport report) {
    meters.counter("ziggurat.triggers", "outcome", report.outcome()).increment();
  }

  private static String line(TickReport report) {
    var turns = report.turns();
    var inference = report.inference();
    return String.format(
        Locale.ROOT,
        "Tick %d of %s %s: %d turns (%d applied, %d skipped, %d failed%s%s), actions %s, calls %s,"
            + " %d fail-overs%s, %,d tokens in and %,d out, $%s%s, %,d ms%s",
        report.tick(),
        report.game(),
        report.outcome(),
        turns.due(),
        turns.applied(),
        turns.passedOver(),
        turns.failed(),
        turns.undecided() == 0 ? "" : ", %d undecided".formatted(turns.undecided()),
        turns.held() == 0 ? "" : ", %d held by budgets".formatted(turns.held()),
        list(report.actions()),
        list(inference.byProvider()),
        inference.failovers(),
        inference.failoversAfterSkip() == 0
            ? ""
            : " (%d after a skip)".formatted(inference.failoversAfterSkip()),
        inference.inputTokens(),
        inference.outputTokens(),
        BigDecimal.valueOf(inference.costMicroUsd(), MICRO_DIGITS).toPlainString(),
        inference.simulated() ? " (simulated)" : "",
        report.durationMillis(),
        report.reason() == null ? "" : ". " + report.reason());
  }

  private static String list(Map<String, ? extends Number> counts) {
    var text =
        counts.entrySet().stream()
            .filter(count -> count.getValue().longValue() > 0)
            .map(count -> count.getKey() + " " + count.getValue())
            .collect(Collectors.joining(", "));
    return text.isEmpty() ? "none" : text;
  }
}
