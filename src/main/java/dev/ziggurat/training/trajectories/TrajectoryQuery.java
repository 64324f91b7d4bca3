package dev.ziggurat.training.trajectories;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * Which turns of a game are exported: those that a model answered and that were applied, as long as
 * their texts are kept.
 *
 * @param model only turns that this model answered, as its provider names it
 * @param from only turns of ticks with this slot or a later one
 * @param to only turns of ticks with an earlier slot
 * @param minRewardQuantile only turns whose reward is at least this quantile of the rewards of all
 *     turns that the other filters let through: 0.75 for the best quarter
 * @param horizon how many further ticks count for a reward: the agent's score after so many more
 *     ticks, less its score before the turn
 */
public record TrajectoryQuery(
    String game,
    Optional<String> model,
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<BigDecimal> minRewardQuantile,
    int horizon) {

  /** The largest horizon. */
  public static final int MAX_HORIZON = 1_000;

  /** The horizon unless the caller names one. */
  public static final int USUAL_HORIZON = 1;
}
