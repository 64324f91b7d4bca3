package dev.ziggurat.babylon.store;

import dev.ziggurat.world.Agent;
import dev.ziggurat.world.Applied;
import dev.ziggurat.world.Game;
import dev.ziggurat.world.Moment;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;

/** Begins games of Babylon. */
@Singleton
public class Founding {

  private final BabylonWorld world;

  Founding(BabylonWorld world) {
    this.world = world;
  }

  /**
   * Mints the house, pays the agents' wallets, opens the first three markets and lets the first
   * news be heard, as tick 0, in the caller's transaction or in one of its own.
   *
   * @param openedAt the game's opening; its markets live from here
   * @throws IllegalStateException if the game was founded already
   */
  public Applied found(Game game, List<Agent> agents, Instant openedAt) {
    return world
        .fresh(game)
        .found(new Moment(0, openedAt), agents.stream().map(Agent::handle).toList());
  }
}
