package dev.ziggurat.babylon.store;

import dev.ziggurat.babylon.GameSettings;
import dev.ziggurat.world.Game;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The initial state of a game.
 *
 * @param founding empty if the game started as an empty city
 */
record Opening(GameSettings settings, Optional<Founded> founding) {

  /**
   * The parameters of its creation.
   *
   * @param at time of its creation
   * @param seed the game's seed at that time
   * @param period the game's period at that time
   * @param handles of its first agents
   * @param digest of the initial city; empty for games older than the column
   */
  record Founded(
      Instant at, long seed, Duration period, List<String> handles, Optional<String> digest) {

    /** The game with the values of its creation. */
    Game of(Game now) {
      return now.with(seed, period);
    }
  }
}
