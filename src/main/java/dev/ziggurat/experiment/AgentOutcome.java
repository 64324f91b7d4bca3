package dev.ziggurat.experiment;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What became of an agent's turns in an experiment.
 *
 * @param turns for how many it was asked
 * @param notAsked for how many it was not, because a budget had no room or the time was over
 * @param byAnotherModel how many were answered by another model than its arm's; 0 if the arm names
 *     none
 * @param profitMicro by how much its score changed, in millionths of a point; empty in a world that
 *     keeps no score, and before its second turn
 * @param costNano known cost of its calls, in billionths of a dollar
 * @param parseFailures answers without a decision
 * @param refusedActions actions that the rules refused
 * @param latencyMillis time that its calls took
 */
record AgentOutcome(
    String handle,
    String arm,
    long turns,
    long notAsked,
    long byAnotherModel,
    OptionalLong profitMicro,
    long costNano,
    long parseFailures,
    long refusedActions,
    long latencyMillis) {

  private static final double MICRO = 1e6;

  OptionalDouble profitPoints() {
    return profitMicro.isPresent()
        ? perTurn(profitMicro.getAsLong() / MICRO)
        : OptionalDouble.empty();
  }

  OptionalDouble perTurn(double total) {
    return turns == 0 ? OptionalDouble.empty() : OptionalDouble.of(total / turns);
  }
}
