package dev.ziggurat.games;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.db.Database;
import dev.ziggurat.tick.Games;
import dev.ziggurat.tick.Worlds;
import dev.ziggurat.world.Agent;
import dev.ziggurat.world.Game;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Creates games with their agents and their world, atomically. */
@Singleton
public class GameCreation {

  private final Database database;
  private final Games games;
  private final Worlds worlds;
  private final InstantSource time;

  GameCreation(Database database, Games games, Worlds worlds, InstantSource time) {
    this.database = database;
    this.games = games;
    this.worlds = worlds;
    this.time = time;
  }

  /**
   * Creates a game with its world's default settings, in the caller's transaction or in one of its
   * own.
   *
   * @return false, without a change, if a game of this id exists
   */
  public boolean create(Game game, List<Agent> agents) {
    return create(game, agents, JsonNodeFactory.instance.objectNode());
  }

  /**
   * Creates a game, in the caller's transaction or in one of its own.
   *
   * @param settings the world's settings
   * @return false, without a change, if a game of this id exists
   * @throws dev.ziggurat.world.InvalidSetting naming the first unknown or invalid setting; the
   *     transaction must be rolled back
   */
  public boolean create(Game game, List<Agent> agents, ObjectNode settings) {
    return database.joinTransaction(
        () -> {
          if (!games.create(game, agents)) {
            return false;
          }
          worlds.of(game).found(game, agents, opening(game), settings);
          return true;
        });
  }

  /** Slots are whole periods, so the game starts at one. */
  private Instant opening(Game game) {
    var now = time.instant().truncatedTo(ChronoUnit.MILLIS);
    return now.minusMillis(Math.floorMod(now.toEpochMilli(), game.period().toMillis()));
  }
}
