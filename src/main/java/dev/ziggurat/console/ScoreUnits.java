package dev.ziggurat.console;

import dev.ziggurat.games.GameWorldResource;
import dev.ziggurat.tick.TickArchive.GameView;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The names of points. */
@Singleton
class ScoreUnits {

  private final GameWorldResource worlds;

  ScoreUnits(GameWorldResource worlds) {
    this.worlds = worlds;
  }

  /** The name of a point of the game's score; empty without a score. */
  Optional<String> of(GameView game) {
    return worlds.get(game.id()).scoreUnit();
  }
}
