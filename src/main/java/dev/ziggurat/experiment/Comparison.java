package dev.ziggurat.experiment;

import dev.ziggurat.experiment.ConfidenceSequence.Interval;
import dev.ziggurat.experiment.LookResult.ArmMean;
import dev.ziggurat.experiment.LookResult.ArmTurns;
import dev.ziggurat.experiment.LookResult.MetricResult;
import dev.ziggurat.experiment.LookResult.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Compares the arms of an experiment with its control. The accepted error of the whole experiment
 * is divided between the metrics, and that of a metric between the arms, so that an experiment
 * without any difference shows one somewhere with at most that probability.
 *
 * @param arms the names, that of the control first
 */
record Comparison(List<String> arms) {

  /**
   * The results of a look.
   *
   * @param look its number, from 1
   */
  Results at(int look, Outcomes.Observed observed) {
    var agents = observed.agents();
    return new Results(
        arms.stream().map(arm -> turns(arm, agents)).toList(),
        observed.changedArm(),
        Stream.of(Metric.values()).map(metric -> result(metric, look, agents)).toList());
  }

  private static ArmTurns turns(String arm, List<AgentOutcome> agents) {
    var own = agents.stream().filter(agent -> agent.arm().equals(arm)).toList();
    return new ArmTurns(
        arm,
        own.size(),
        own.stream().mapToLong(AgentOutcome::turns).sum(),
        own.stream().mapToLong(AgentOutcome::notAsked).sum(),
        own.stream().mapToLong(AgentOutcome::byAnotherModel).sum());
  }

  private MetricResult result(Metric metric, int look, List<AgentOutcome> agents) {
    var sequence =
        new ConfidenceSequence(Metric.ERROR * metric.share() / Math.max(1, arms.size() - 1));
    var control = values(metric, arms.getFirst(), agents);
    var means = new ArrayList<ArmMean>();
    for (var arm : arms) {
      var own = values(metric, arm, agents);
      means.add(
          arm.equals(arms.getFirst()) || own.length == 0 || control.length == 0
              ? alone(arm, own)
              : compared(arm, own, sequence.at(look, control, own)));
    }
    return new MetricResult(
        metric.id(), metric.unit(), Sentences.of(metric, means), List.copyOf(means));
  }

  private static double[] values(Metric metric, String arm, List<AgentOutcome> agents) {
    return agents.stream()
        .filter(agent -> agent.arm().equals(arm))
        .map(metric::of)
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .toArray();
  }

  private static ArmMean alone(String arm, double[] own) {
    return new ArmMean(
        arm, own.length, mean(own), Optional.empty(), Optional.empty(), Optional.empty(), false);
  }

  private static ArmMean compared(String arm, double[] own, Interval interval) {
    return new ArmMean(
        arm,
        own.length,
        mean(own),
        Optional.of(interval.difference()),
        Optional.of(interval.low()).filter(Double::isFinite),
        Optional.of(interval.high()).filter(Double::isFinite),
        interval.excludesZero());
  }

  private static Optional<Double> mean(double[] own) {
    return own.length == 0 ? Optional.empty() : Optional.of(ConfidenceSequence.mean(own));
  }
}
