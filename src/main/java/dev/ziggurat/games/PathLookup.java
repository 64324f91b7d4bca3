package dev.ziggurat.games;

import dev.ziggurat.tick.Agents;
import dev.ziggurat.tick.Games;
import dev.ziggurat.tick.NoSuchGame;
import dev.ziggurat.tick.StoredAgent;
import dev.ziggurat.world.Game;
import jakarta.inject.Singleton;

/** Finds the game of a path, or answers 404. */
@Singleton
public class PathLookup {

  private final Games games;
  private final Agents agents;

  PathLookup(Games games, Agents agents) {
    this.games = games;
    this.agents = agents;
  }

  /**
   * Returns the game with this id.
   *
   * @throws NoSuchGame if there is none
   */
  public Game game(String id) {
    return games.find(id).orElseThrow(() -> new NoSuchGame(id));
  }

  /**
   * The agent of this handle, in a game of any world.
   *
   * @throws NoSuchGame if there is no such game
   * @throws NoSuchAgent if the game has no such agent, or it was deleted
   */
  public StoredAgent agent(String game, String handle) {
    return agents
        .find(game(game).id(), handle)
        .filter(row -> row.deletedAt().isEmpty())
        .orElseThrow(() -> new NoSuchAgent(game, handle));
  }
}
