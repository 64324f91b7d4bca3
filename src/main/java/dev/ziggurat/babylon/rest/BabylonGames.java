package dev.ziggurat.babylon.rest;

import dev.ziggurat.babylon.Babylon;
import dev.ziggurat.games.PathLookup;
import dev.ziggurat.world.Game;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NotFoundException;

/** Finds the games that play Babylon. */
@Singleton
class BabylonGames {

  private final PathLookup existing;

  BabylonGames(PathLookup existing) {
    this.existing = existing;
  }

  /**
   * Returns the game with this id.
   *
   * @throws dev.ziggurat.tick.NoSuchGame if there is none
   * @throws NotFoundException if it plays another world
   */
  Game game(String id) {
    var game = existing.game(id);
    if (!game.world().equals(Babylon.KIND)) {
      throw new NotFoundException(
          "game: '%s' plays the world %s, which has no such resource; games of the world %s have"
              .formatted(id, game.world(), Babylon.KIND));
    }
    return game;
  }
}
