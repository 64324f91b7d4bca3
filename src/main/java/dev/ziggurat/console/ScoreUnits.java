package dev.ziggurat.console;

import dev.ziggurat.games.WorldsResource;
import dev.ziggurat.games.WorldsResource.WorldView;
import dev.ziggurat.tick.TickArchive.GameView;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The names of points. */
@Singleton
class ScoreUnits {

  private final WorldsResource worlds;

  ScoreUnits(WorldsResource worlds) {
    this.worlds = worlds;
  }

  /** The name of a point of the game's score; empty without a score. */
  Optional<String> of(GameView game) {
    return worlds.list().items().stream()
        .filter(world -> world.kind().equals(game.world()))
        .findFirst()
        .flatMap(WorldView::scoreUnit);
  }
}
