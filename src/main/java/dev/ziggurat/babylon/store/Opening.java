package dev.ziggurat.babylon.store;

import dev.ziggurat.babylon.GameEconomy;
import dev.ziggurat.world.Game;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a game began.
 *
 * @param founding empty if its first tick found an empty city
 */
record Opening(GameEconomy terms, Optional<Founded> founding) {

  /**
   * What it was founded with.
   *
   * @param at its opening
   * @param seed the game's then
   * @param period the game's then
   * @param handles of its first agents
   * @param digest of the city as it was founded; empty for games that are older than the column
   */
  record Founded(
      Instant at, long seed, Duration period, List<String> handles, Optional<String> digest) {

    /** The game as it was then. */
    Game of(Game now) {
      return now.with(seed, period);
    }
  }
}
