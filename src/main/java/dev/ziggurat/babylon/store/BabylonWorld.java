package dev.ziggurat.babylon.store;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.babylon.Babylon;
import dev.ziggurat.babylon.City;
import dev.ziggurat.babylon.GameSettings;
import dev.ziggurat.babylon.InterventionTypes;
import dev.ziggurat.babylon.Personas;
import dev.ziggurat.babylon.SettingsFormat;
import dev.ziggurat.db.Database;
import dev.ziggurat.world.Agent;
import dev.ziggurat.world.AgentGenerator;
import dev.ziggurat.world.Applied;
import dev.ziggurat.world.Demo;
import dev.ziggurat.world.Game;
import dev.ziggurat.world.InterventionType;
import dev.ziggurat.world.InvalidSetting;
import dev.ziggurat.world.Moment;
import dev.ziggurat.world.Scores;
import dev.ziggurat.world.World;
import jakarta.annotation.Priority;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The world Babylon, stored in the database. */
@Singleton
@Priority(1_000)
public class BabylonWorld implements World {

  private static final long DEMO_SEED = 1_754L;

  private final Babylon rules = new Babylon();
  private final List<InterventionType> interventionTypes = InterventionTypes.create();
  private final Database database;
  private final GameSettings unfounded;
  private final GameSettings founding;
  private final CityLoader loader;
  private final CityWriter writer;
  private final OpeningStore openings;
  private final BabylonScores scores;
  private final ResolverAddresses resolvers;

  BabylonWorld(
      Database database,
      BabylonConfig config,
      CityLoader loader,
      CityWriter writer,
      OpeningStore openings,
      BabylonScores scores,
      ResolverAddresses resolvers) {
    this.database = database;
    var economy =
        SettingsFormat.economy(
            config.housePoints(), config.startPoints(), config.liquidityPoints());
    this.unfounded = GameSettings.usual(economy);
    this.founding = GameSettings.founding(economy);
    this.loader = loader;
    this.writer = writer;
    this.openings = openings;
    this.scores = scores;
    this.resolvers = resolvers;
  }

  @Override
  public String kind() {
    return Babylon.KIND;
  }

  @Override
  public String title() {
    return "Babylon";
  }

  /**
   * A game without a stored city opens as an empty city; its first tick opens the first markets.
   */
  @Override
  public State open(Game game) {
    return stored(loader.load(game).orElseGet(() -> City.fresh(game, unfounded)));
  }

  /** A game without a stored city started as an empty city. */
  @Override
  public Optional<Past> past(Game game) {
    return openings.find(game.id()).map(opening -> past(game, opening));
  }

  private Past past(Game game, Opening opening) {
    var city = City.fresh(game, opening.settings());
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

  @Override
  public ObjectNode settingsSchema() {
    return SettingsFormat.schema();
  }

  @Override
  public ObjectNode settings(String game) {
    return openings
        .find(game)
        .map(opening -> SettingsFormat.of(opening.settings()))
        .orElseGet(JsonNodeFactory.instance::objectNode);
  }

  /**
   * Mints the house, pays the agents' wallets, opens the first three markets, reports the first
   * news, and stores the parameters used.
   */
  @Override
  public Applied found(Game game, List<Agent> agents, Instant openedAt, ObjectNode wanted) {
    var settings = SettingsFormat.read(wanted, founding);
    settings
        .resolver()
        .flatMap(resolvers::fault)
        .ifPresent(
            fault -> {
              throw new InvalidSetting(SettingsFormat.RESOLVER, fault);
            });
    var handles = agents.stream().map(Agent::handle).toList();
    return database.joinTransaction(
        () -> {
          if (loader.load(game).isPresent()) {
            throw new IllegalStateException("game " + game.id() + " already has a city");
          }
          var founded = stored(City.fresh(game, settings)).found(new Moment(0, openedAt), handles);
          openings.write(game, openedAt, handles, founded.digest());
          return founded;
        });
  }

  @Override
  public List<InterventionType> interventionTypes() {
    return interventionTypes;
  }

  @Override
  public Optional<Scores> scores() {
    return Optional.of(scores);
  }

  @Override
  public Optional<AgentGenerator> agentGenerator() {
    return Optional.of(new ThemeAgents(founding));
  }

  /** The game "Babylon" with its twelve agents. */
  @Override
  public Optional<Demo> demo(Duration period) {
    return Optional.of(
        new Demo(
            new Game("babylon", title(), kind(), DEMO_SEED, period, OptionalInt.empty()),
            Personas.twelve()));
  }

  private StoredCity stored(City city) {
    return new StoredCity(database, rules, city, writer, resolvers);
  }
}
