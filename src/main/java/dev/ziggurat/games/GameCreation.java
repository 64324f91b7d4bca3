package dev.ziggurat.games;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.db.Database;
import dev.ziggurat.httpworld.HttpWorlds;
import dev.ziggurat.httpworld.PlacedWorld;
import dev.ziggurat.tick.Games;
import dev.ziggurat.tick.Worlds;
import dev.ziggurat.world.Agent;
import dev.ziggurat.world.Game;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Creates games with their agents and their world, atomically. */
@Singleton
public class GameCreation {

  private final Database database;
  private final Games games;
  private final Worlds worlds;
  private final HttpWorlds httpWorlds;
  private final InstantSource time;

  GameCreation(
      Database database, Games games, Worlds worlds, HttpWorlds httpWorlds, InstantSource time) {
    this.database = database;
    this.games = games;
    this.worlds = worlds;
    this.httpWorlds = httpWorlds;
    this.time = time;
  }

  /**
   * Creates a game with its world's default settings, in the caller's transaction or in one of its
   * own.
   *
   * @return false, without a change, if a game of this id exists
   */
  public boolean create(Game game, List<Agent> agents) {
    return create(game, agents, JsonNodeFactory.instance.objectNode(), Optional.empty());
  }

  /**
   * Creates a game, in the caller's transaction or in one of its own.
   *
   * @param settings the world's settings
   * @param placed where its world is, for a world at an address
   * @return false, without a change, if a game of this id exists
   * @throws dev.ziggurat.world.InvalidSetting naming the first unknown or invalid setting; the
   *     transaction must be rolled back
   * @throws dev.ziggurat.world.WorldUnavailable if a world at an address does not found it; the
   *     same
   */
  public boolean create(
      Game game, List<Agent> agents, ObjectNode settings, Optional<PlacedWorld> placed) {
    return database.joinTransaction(
        () -> {
          if (!games.create(game, agents)) {
            return false;
          }
          placed.ifPresent(world -> httpWorlds.place(game.id(), world));
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
