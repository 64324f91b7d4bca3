package dev.ziggurat.ledger;

import dev.ziggurat.money.SpendCap;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a game may spend on models.
 *
 * @param day in a day of UTC
 * @param month in a month of UTC
 * @param tick in one tick
 * @param agentDay each of its agents in a day of UTC
 * @param cheaperModel asked for instead of the agents' models once a soft limit is reached, until
 *     its period ends; empty to warn only
 */
public record GameBudget(
    SpendCap day, SpendCap month, SpendCap tick, SpendCap agentDay, Optional<String> cheaperModel) {

  /** No limits. */
  public static final GameBudget NONE =
      new GameBudget(SpendCap.NONE, SpendCap.NONE, SpendCap.NONE, SpendCap.NONE, Optional.empty());

  /** Whether it has a soft limit. */
  boolean hasSoftLimit() {
    return Stream.of(day, month, tick, agentDay).anyMatch(cap -> cap.soft().isPresent());
  }
}
