package dev.ziggurat.console;

import dev.ziggurat.games.GameWorldResource;
import dev.ziggurat.tick.TickArchive.GameView;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The navigation: pages of all games and of the game's world. */
@Singleton
class NavItems {

  private static final List<NavItem> FIRST =
      List.of(
          new NavItem("Overview", "/console/", true),
          new NavItem("Games", "/console/games", false),
          new NavItem("AI Models", "/console/ai-models", false),
          new NavItem("Agents", "/console/agents", true));

  private static final List<NavItem> LAST =
      List.of(
          new NavItem("Ticks", "/console/ticks", true),
          new NavItem("Experiments", "/console/experiments", true),
          new NavItem("Calls", "/console/calls", false),
          new NavItem("Usage", "/console/usage", false),
          new NavItem("Training", "/console/training", false),
          new NavItem("Keys", "/console/keys", false),
          new NavItem("Webhooks", "/console/webhooks", false),
          new NavItem("Audit", "/console/audit", false),
          new NavItem("Drills", "/console/drills", false));

  /** Of a world that has no pages of its own. */
  static final NavItem INTERVENTIONS = new NavItem("Interventions", "/console/interventions", true);

  private final List<WorldPages> worlds;
  private final GameWorldResource gameWorlds;

  NavItems(@All List<WorldPages> worlds, GameWorldResource gameWorlds) {
    this.worlds = worlds;
    this.gameWorlds = gameWorlds;
  }

  /**
   * Links to all of them.
   *
   * @param path of the current page
   * @param game of the current page
   */
  List<NavItem.Link> links(String path, Optional<GameView> game) {
    return Stream.of(FIRST, game.map(this::ofWorld).orElseGet(List::of), LAST)
        .flatMap(List::stream)
        .map(item -> item.link(path, game))
        .toList();
  }

  private List<NavItem> ofWorld(GameView game) {
    return pages(game)
        .map(pages -> pages.navigation(game))
        .orElseGet(() -> takesInterventions(game) ? List.of(INTERVENTIONS) : List.of());
  }

  private boolean takesInterventions(GameView game) {
    return !gameWorlds.get(game.id()).interventions().isEmpty();
  }

  /** The pages of the game's world, if any. */
  Optional<WorldPages> pages(GameView game) {
    return worlds.stream().filter(pages -> pages.world().equals(game.world())).findFirst();
  }
}
