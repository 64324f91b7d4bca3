package dev.ziggurat.world;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One running world with its own agents, clock and budget.
 *
 * @param id short, lower case, used in URLs
 * @param world the {@link World#kind()} it plays
 * @param seed seed of all randomness of the game
 * @param period time between scheduled slots
 * @param width how many agents think at once; empty for the configured default
 * @param budget a tick's time limit when its trigger has none; empty for the configured default
 * @param batch how many agents at most are asked in one call; empty for a call for each
 */
public record Game(
    String id,
    String name,
    String world,
    long seed,
    Duration period,
    OptionalInt width,
    Optional<Duration> budget,
    OptionalInt batch) {

  /** A game that asks for each agent in a call of its own. */
  public Game(
      String id,
      String name,
      String world,
      long seed,
      Duration period,
      OptionalInt width,
      Optional<Duration> budget) {
    this(id, name, world, seed, period, width, budget, OptionalInt.empty());
  }

  /** A game without a budget of its own. */
  public Game(String id, String name, String world, long seed, Duration period, OptionalInt width) {
    this(id, name, world, seed, period, width, Optional.empty());
  }

  /** A copy with an earlier seed and period, which determine how the world plays. */
  public Game with(long thatSeed, Duration thatPeriod) {
    return new Game(id, name, world, thatSeed, thatPeriod, width, budget, batch);
  }
}
