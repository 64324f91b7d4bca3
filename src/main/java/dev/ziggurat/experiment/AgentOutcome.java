package dev.ziggurat.experiment;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What became of an agent's turns in an experiment.
 *
 * @param turns how many it had
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
