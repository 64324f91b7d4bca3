package dev.ziggurat.world;

import java.util.List;

/**
 * A game that a newcomer watches.
 *
 * @param agents that it is founded with
 */
public record Demo(Game game, List<Agent> agents) {

  public Demo {
    agents = List.copyOf(agents);
  }
}
