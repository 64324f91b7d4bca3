package dev.ziggurat.console;

import dev.ziggurat.games.AgentView;
import dev.ziggurat.tick.TickArchive.GameView;
import java.util.List;

/**
 * What a world adds to the console for the games that play it. Each is a CDI bean; a world without
 * one has the pages that all games have.
 */
public interface WorldPages {

  /** The {@link dev.ziggurat.world.World#kind()} of these games. */
  String world();

  /** Pages of its own, which the navigation lists after the agents. */
  default List<NavItem> navigation() {
    return List.of();
  }

  /** Parts of the overview of a game. */
  default OverviewParts overview(GameView game) {
    return new OverviewParts(List.of(), List.of());
  }

  /** Parts of the page of an agent. */
  default AgentParts agent(GameView game, AgentView agent) {
    return new AgentParts(List.of(), List.of());
  }

  /**
   * Parts of the overview, which has two columns.
   *
   * @param main come first in the first column, before the leaderboard
   * @param side come last in the second
   */
  record OverviewParts(List<PagePart> main, List<PagePart> side) {}

  /**
   * Parts of the page of an agent.
   *
   * @param standing within the section that says how the agent stands
   * @param sections come last
   */
  record AgentParts(List<PagePart> standing, List<PagePart> sections) {}
}
