package dev.ziggurat.command;

import dev.ziggurat.tick.TickReport;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A tick's report as text. */
final class ReportText {

  private static final int MICRO_DIGITS = 6;

  private ReportText() {}

  static String of(TickReport report) {
    var lines = new ArrayList<String>();
    var tick = report.tick() == null ? "" : " tick " + report.tick();
    var why = report.reason() == null ? "" : ": " + report.reason();
    lines.add(report.game() + tick + " " + report.outcome() + why);
    lines.add("  slot     " + report.slot());
    if (report.turns() != null) {
      lines.addAll(course(report));
    }
    return String.join("\n", lines);
  }

  private static List<String> course(TickReport report) {
    var turns = report.turns();
    var calls = report.inference();
    return List.of(
        "  turns    %d due: %d applied, %d skipped, %d failed%s%s"
            .formatted(
                turns.due(),
                turns.applied(),
                turns.passedOver(),
                turns.failed(),
                turns.undecided() == 0 ? "" : ", %d undecided".formatted(turns.undecided()),
                turns.held() == 0 ? "" : ", %d held by budgets".formatted(turns.held())),
        "  actions  " + list(report.actions()),
        "  calls    %s; %d fail-overs%s"
            .formatted(
                list(calls.byProvider()),
                calls.failovers(),
                calls.failoversAfterSkip() == 0
                    ? ""
                    : " (%d after a skip)".formatted(calls.failoversAfterSkip())),
        String.format(
            Locale.ROOT, "  tokens   %,d in, %,d out", calls.inputTokens(), calls.outputTokens()),
        "  cost     $%s%s"
            .formatted(
                BigDecimal.valueOf(calls.costMicroUsd(), MICRO_DIGITS).toPlainString(),
                calls.simulated() ? " (simulated)" : ""),
        String.format(Locale.ROOT, "  time     %,d ms", report.durationMillis()),
        "  digest   " + report.digest());
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
