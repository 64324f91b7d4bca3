package dev.ziggurat.games;

import dev.ziggurat.babylon.store.BabylonGameCreation;
import dev.ziggurat.db.Database;
import dev.ziggurat.tick.Games;
import dev.ziggurat.world.Agent;
import dev.ziggurat.world.Game;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Creates games, with their agents and their world, whole or not at all. */
@Singleton
public class GameCreation {

  private final Database database;
  private final Games games;
  private final BabylonGameCreation babylonGameCreation;
  private final InstantSource time;

  GameCreation(
      Database database, Games games, BabylonGameCreation babylonGameCreation, InstantSource time) {
    this.database = database;
    this.games = games;
    this.babylonGameCreation = babylonGameCreation;
    this.time = time;
  }

  /**
   * Creates a game, in the caller's transaction or in one of its own.
   *
   * @return false if a game of this id exists already: nothing was changed
   */
  public boolean create(Game game, List<Agent> agents) {
    return database.joinTransaction(
        () -> {
          if (!games.create(game, agents)) {
            return false;
          }
          babylonGameCreation.found(game, agents, opening(game));
          return true;
        });
  }

  /** Slots are whole periods, so the game opens at one. */
  private Instant opening(Game game) {
    var now = time.instant().truncatedTo(ChronoUnit.MILLIS);
    return now.minusMillis(Math.floorMod(now.toEpochMilli(), game.period().toMillis()));
  }
}
