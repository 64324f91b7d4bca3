package dev.ziggurat.experiment;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The results of an experiment after a tick; they are never changed.
 *
 * @param look its number, from 1
 * @param tick the last tick that it includes
 * @param ticks how many ticks of the experiment that are
 */
public record LookResult(int look, long tick, long ticks, Instant takenAt, Results results) {

  /**
   * What was computed.
   *
   * @param arms how much of each arm was observed
   * @param changedArm agents that are excluded, because they changed their arm
   */
  @RegisterForReflection
  public record Results(List<ArmTurns> arms, int changedArm, List<MetricResult> metrics) {}

  /**
   * How much of an arm was observed.
   *
   * @param turns for which its agents were asked
   * @param notAsked turns for which they were not, because a budget had no room or the time was
   *     over; they are in no mean
   * @param byAnotherModel turns that another model than the arm's answered, because its provider
   *     failed, was switched off or had no room; they are in the means
   */
  @RegisterForReflection
  public record ArmTurns(String arm, int agents, long turns, long notAsked, long byAnotherModel) {}

  /**
   * The comparison by one metric.
   *
   * @param metric {@code profit, cost, parse_failures, refused_actions, latency}
   * @param sentence what it says in plain words
   */
  @RegisterForReflection
  public record MetricResult(String metric, String unit, String sentence, List<ArmMean> arms) {}

  /**
   * An arm by one metric.
   *
   * @param agents how many have a value
   * @param mean of its agents; empty without any
   * @param difference to the control; empty for the control, and without a mean
   * @param low the lower bound of the difference; empty with too few agents
   * @param high the upper bound of the difference; empty with too few agents
   * @param differs whether the interval shows a difference
   */
  @RegisterForReflection
  public record ArmMean(
      String arm,
      int agents,
      Optional<Double> mean,
      Optional<Double> difference,
      Optional<Double> low,
      Optional<Double> high,
      boolean differs) {}
}
