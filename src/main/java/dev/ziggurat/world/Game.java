package dev.ziggurat.world;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One running world with its own agents, clock and budget.
 *
 * @param id short, lower case, used in URLs
 * @param world the {@link World#kind()} it plays
 * @param seed everything the game leaves to chance follows from it
 * @param period how far apart its scheduled slots are
 * @param width how many agents think at once, if the game has a wish of its own
 * @param budget how long a tick may take whose trigger does not say, if the game has a wish of its
 *     own
 */
public record Game(
    String id,
    String name,
    String world,
    long seed,
    Duration period,
    OptionalInt width,
    Optional<Duration> budget) {

  /** A game without a budget of its own. */
  public Game(String id, String name, String world, long seed, Duration period, OptionalInt width) {
    this(id, name, world, seed, period, width, Optional.empty());
  }

  /**
   * The game as it was when it had this seed and this period, on which the world's course hangs.
   */
  public Game with(long thatSeed, Duration thatPeriod) {
    return new Game(id, name, world, thatSeed, thatPeriod, width, budget);
  }
}
