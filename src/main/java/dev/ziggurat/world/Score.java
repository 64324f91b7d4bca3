package dev.ziggurat.world;

import java.util.Optional;

/**
 * How an agent stands. Amounts are millionths of a point; see {@link Scores}.
 *
 * @param worth what decides its rank
 * @param wallet what of it the agent could spend at once; empty in a world where nothing is spent
 * @param profit the worth against what it began with; empty in a world where that means nothing
 */
public record Score(long worth, Optional<Long> wallet, Optional<Long> profit) {

  /** A score that is a worth and no more. */
  public static Score of(long worth) {
    return new Score(worth, Optional.empty(), Optional.empty());
  }
}
