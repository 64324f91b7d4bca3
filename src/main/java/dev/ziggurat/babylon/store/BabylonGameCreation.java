package dev.ziggurat.babylon.store;

import dev.ziggurat.db.Database;
import dev.ziggurat.world.Agent;
import dev.ziggurat.world.Applied;
import dev.ziggurat.world.Game;
import dev.ziggurat.world.Moment;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;

/** Begins games of Babylon. */
@Singleton
public class BabylonGameCreation {

  private final Database database;
  private final BabylonWorld world;
  private final OpeningStore openings;

  BabylonGameCreation(Database database, BabylonWorld world, OpeningStore openings) {
    this.database = database;
    this.world = world;
    this.openings = openings;
  }

  /**
   * Mints the house, pays the agents' wallets, opens the first three markets and lets the first
   * news be heard, as tick 0, and writes down what it did it with, in the caller's transaction or
   * in one of its own.
   *
   * @param openedAt the game's opening; its markets live from here
   * @throws IllegalStateException if the game was founded already
   */
  public Applied found(Game game, List<Agent> agents, Instant openedAt) {
    var handles = agents.stream().map(Agent::handle).toList();
    return database.joinTransaction(
        () -> {
          var founded = world.fresh(game).found(new Moment(0, openedAt), handles);
          openings.write(game, openedAt, handles, founded.digest());
          return founded;
        });
  }
}
