package dev.ziggurat.babylon.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.babylon.ActionSchema;
import dev.ziggurat.babylon.Babylon;
import dev.ziggurat.babylon.City;
import dev.ziggurat.babylon.GameEconomy;
import dev.ziggurat.db.Database;
import dev.ziggurat.money.MicroPoints;
import dev.ziggurat.world.Game;
import dev.ziggurat.world.Moment;
import dev.ziggurat.world.World;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The world Babylon, kept in our database. */
@Singleton
public class BabylonWorld implements World {

  private static final long MAX_POINTS = 1_000_000_000L;

  private final Babylon rules = new Babylon();
  private final Database database;
  private final GameEconomy terms;
  private final CityLoader loader;
  private final CityWriter writer;
  private final OpeningStore openings;

  BabylonWorld(
      Database database,
      BabylonConfig config,
      CityLoader loader,
      CityWriter writer,
      OpeningStore openings) {
    this.database = database;
    this.terms = terms(config);
    this.loader = loader;
    this.writer = writer;
    this.openings = openings;
  }

  @Override
  public String kind() {
    return Babylon.KIND;
  }

  @Override
  public JsonNode answerSchema() {
    return ActionSchema.create();
  }

  /**
   * A game that was never founded opens as an empty city, whose first markets its first tick opens.
   */
  @Override
  public State open(Game game) {
    return stored(loader.load(game).orElseGet(() -> City.fresh(game, terms)));
  }

  /** A game that was never founded began as an empty city, with nothing written down of it. */
  @Override
  public Optional<Past> past(Game game) {
    return openings.find(game.id()).map(opening -> past(game, opening));
  }

  private Past past(Game game, Opening opening) {
    var city = City.fresh(game, opening.terms());
    opening
        .founding()
        .ifPresent(
            babylonGameCreation -> {
              city.become(babylonGameCreation.of(game));
              rules.found(
                  city, new Moment(0, babylonGameCreation.at()), babylonGameCreation.handles());
              city.saved();
            });
    return new ReplayedCity(rules, city, opening.founding().flatMap(Opening.Founded::digest));
  }

  /**
   * The empty city of a game.
   *
   * @throws IllegalStateException if the game was founded already
   */
  StoredCity fresh(Game game) {
    if (loader.load(game).isPresent()) {
      throw new IllegalStateException("game " + game.id() + " was founded already");
    }
    return stored(City.fresh(game, terms));
  }

  private static GameEconomy terms(BabylonConfig config) {
    return new GameEconomy(
        microPoints("house-points", config.housePoints()),
        microPoints("start-points", config.startPoints()),
        microPoints("liquidity-points", config.liquidityPoints()));
  }

  private static long microPoints(String key, long points) {
    if (points < 0 || points > MAX_POINTS) {
      throw new IllegalArgumentException(
          "ziggurat.babylon." + key + ": must lie between 0 and " + MAX_POINTS + ", not " + points);
    }
    return points * MicroPoints.ONE;
  }

  private StoredCity stored(City city) {
    return new StoredCity(database, rules, city, writer);
  }
}
