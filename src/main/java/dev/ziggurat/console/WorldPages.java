package dev.ziggurat.console;

import dev.ziggurat.games.AgentView;
import dev.ziggurat.tick.TickArchive.GameView;
import java.util.List;

/**
 * The console pages and page parts of a world. Each implementation is a CDI bean; a world without
 * one has only the common pages.
 */
public interface WorldPages {

  /** The {@link dev.ziggurat.world.World#kind()} of these games. */
  String world();

  /** Its pages, listed in the navigation after the agents. */
  default List<NavItem> navigation() {
    return List.of();
  }

  /** Its pages for one game; by default the same for all. */
  default List<NavItem> navigation(GameView game) {
    return navigation();
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
   * @param main first in the first column, before the leaderboard
   * @param side last in the second column
   */
  record OverviewParts(List<PagePart> main, List<PagePart> side) {}

  /**
   * Parts of the page of an agent.
   *
   * @param standing inside the section with the agent's figures
   * @param sections at the end of the page
   */
  record AgentParts(List<PagePart> standing, List<PagePart> sections) {}
}
