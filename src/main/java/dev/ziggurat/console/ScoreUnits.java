package dev.ziggurat.console;

import dev.ziggurat.games.WorldsResource;
import dev.ziggurat.games.WorldsResource.WorldView;
import dev.ziggurat.tick.TickArchive.GameView;
import jakarta.inject.Singleton;
import java.util.Optional;

/** What points are called. */
@Singleton
class ScoreUnits {

  private final WorldsResource worlds;

  ScoreUnits(WorldsResource worlds) {
    this.worlds = worlds;
  }

  /** What a point of the game's score is called; empty if no score is kept. */
  Optional<String> of(GameView game) {
    return worlds.list().items().stream()
        .filter(world -> world.kind().equals(game.world()))
        .findFirst()
        .flatMap(WorldView::scoreUnit);
  }
}
