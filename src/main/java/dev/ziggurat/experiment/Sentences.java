package dev.ziggurat.experiment;

import dev.ziggurat.experiment.LookResult.ArmMean;
import java.util.List;
import java.util.stream.Collectors;

/** What a comparison says, in plain words. */
final class Sentences {

  private Sentences() {}

  /**
   * One sentence about all arms.
   *
   * @param arms that of the control first
   */
  static String of(Metric metric, List<ArmMean> arms) {
    var control = arms.getFirst();
    var others = arms.subList(1, arms.size());
    if (arms.stream().allMatch(arm -> arm.mean().isEmpty())) {
      return metric == Metric.PROFIT
          ? "No profit is known yet: it is the change of an agent's score from one turn to the next."
          : "No turn was observed yet.";
    }
    if (others.stream().allMatch(arm -> arm.low().isEmpty())) {
      if (arms.stream().allMatch(arm -> arm.agents() >= ConfidenceSequence.LEAST_AGENTS)) {
        return "No difference in %s is shown yet: all agents are alike so far."
            .formatted(noun(metric));
      }
      return "Too few agents to compare yet: each arm needs at least %d."
          .formatted(ConfidenceSequence.LEAST_AGENTS);
    }
    var shown = others.stream().filter(ArmMean::differs).toList();
    if (shown.isEmpty()) {
      return "No difference in %s is shown yet%s."
          .formatted(noun(metric), others.size() == 1 ? bounds(metric, control, others) : "");
    }
    return shown.stream()
            .map(arm -> difference(metric, control.arm(), arm))
            .collect(Collectors.joining("; "))
        + "; this stays true however often you look.";
  }

  private static String bounds(Metric metric, ArmMean control, List<ArmMean> others) {
    var other = others.getFirst();
    return ": %s less %s is between %s and %s %s"
        .formatted(
            other.arm(),
            control.arm(),
            Figures.of(other.low().orElseThrow()),
            Figures.of(other.high().orElseThrow()),
            metric.unit());
  }

  private static String difference(Metric metric, String control, ArmMean arm) {
    var difference = arm.difference().orElseThrow();
    var more = difference > 0;
    var one = arm.low().orElseThrow();
    var other = arm.high().orElseThrow();
    var least = Figures.of(Math.min(Math.abs(one), Math.abs(other)));
    var most = Figures.of(Math.max(Math.abs(one), Math.abs(other)));
    var size = Figures.of(Math.abs(difference));
    var pattern =
        switch (metric) {
          case PROFIT -> "%s earns %s points " + (more ? "more" : "less") + " per turn than %s";
          case COST -> "%s costs %s dollars " + (more ? "more" : "less") + " per turn than %s";
          case PARSE_FAILURES ->
              "%s gives %s "
                  + (more ? "more" : "fewer")
                  + " answers without a decision per 100 turns than %s";
          case REFUSED_ACTIONS ->
              "%s has %s " + (more ? "more" : "fewer") + " actions refused per 100 turns than %s";
          case LATENCY ->
              "%s takes %s milliseconds " + (more ? "more" : "less") + " per turn than %s";
        };
    return pattern.formatted(arm.arm(), size, control)
        + " (between %s and %s)".formatted(least, most);
  }

  private static String noun(Metric metric) {
    return switch (metric) {
      case PROFIT -> "profit";
      case COST -> "cost";
      case PARSE_FAILURES -> "answers without a decision";
      case REFUSED_ACTIONS -> "refused actions";
      case LATENCY -> "latency";
    };
  }
}
