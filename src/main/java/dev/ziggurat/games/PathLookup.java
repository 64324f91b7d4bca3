package dev.ziggurat.games;

import dev.ziggurat.tick.Games;
import dev.ziggurat.tick.NoSuchGame;
import dev.ziggurat.world.Game;
import jakarta.inject.Singleton;

/** Finds the game of a path, or answers 404. */
@Singleton
public class PathLookup {

  private final Games games;

  PathLookup(Games games) {
    this.games = games;
  }

  /**
   * Returns the game with this id.
   *
   * @throws NoSuchGame if there is none
   */
  public Game game(String id) {
    return games.find(id).orElseThrow(() -> new NoSuchGame(id));
  }
}
