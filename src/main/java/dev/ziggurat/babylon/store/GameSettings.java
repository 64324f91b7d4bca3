package dev.ziggurat.babylon.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.babylon.GameEconomy;
import dev.ziggurat.money.MicroPoints;
import dev.ziggurat.world.InvalidSetting;
import java.util.List;

/** The settings of a new game of Babylon: amounts in points. The configuration has the defaults. */
final class GameSettings {

  private static final long MAX_POINTS = 1_000_000_000L;
  private static final long MAX_LIQUIDITY_POINTS = 1_000_000L;
  private static final String KEY = "ziggurat.babylon.";

  /**
   * An amount of points.
   *
   * @param key of the configuration
   */
  private record Points(String name, String key, String description, long least, long most) {}

  private static final Points HOUSE =
      new Points("housePoints", "house-points", "Initial points of the house", 0, MAX_POINTS);

  private static final Points START =
      new Points("startPoints", "start-points", "Initial points of an agent", 0, MAX_POINTS);

  private static final Points LIQUIDITY =
      new Points(
          "liquidityPoints",
          "liquidity-points",
          "Liquidity of each market: the higher, the less a trade moves the price",
          1,
          MAX_LIQUIDITY_POINTS);

  private static final List<Points> ALL = List.of(HOUSE, START, LIQUIDITY);

  private final GameEconomy usual;

  /**
   * The settings merged with the configuration.
   *
   * @throws IllegalArgumentException naming the first key that is out of bounds
   */
  GameSettings(BabylonConfig config) {
    this.usual =
        new GameEconomy(
            configured(HOUSE, config.housePoints()),
            configured(START, config.startPoints()),
            configured(LIQUIDITY, config.liquidityPoints()));
  }

  /** The economy with default settings. */
  GameEconomy usual() {
    return usual;
  }

  /**
   * The economy with these settings.
   *
   * @throws InvalidSetting naming the first setting that is unknown or out of bounds
   */
  GameEconomy read(ObjectNode settings) {
    settings.fieldNames().forEachRemaining(GameSettings::checkKnown);
    return new GameEconomy(
        amount(settings, HOUSE, usual.houseMicroPoints()),
        amount(settings, START, usual.startMicroPoints()),
        amount(settings, LIQUIDITY, usual.liquidityMicroPoints()));
  }

  /** The settings as JSON Schema. */
  static ObjectNode schema() {
    var schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    var properties = schema.putObject("properties");
    for (var points : ALL) {
      properties
          .putObject(points.name())
          .put("type", "integer")
          .put("description", points.description())
          .put("minimum", points.least())
          .put("maximum", points.most());
    }
    return schema.put("additionalProperties", false);
  }

  private static void checkKnown(String name) {
    var known = ALL.stream().map(Points::name).toList();
    if (!known.contains(name)) {
      throw new InvalidSetting(name, "is unknown; allowed are " + String.join(", ", known));
    }
  }

  private static long amount(ObjectNode settings, Points points, long usual) {
    var value = settings.path(points.name());
    return value.isMissingNode() || value.isNull()
        ? usual
        : checked(points, value) * MicroPoints.ONE;
  }

  private static long checked(Points points, JsonNode value) {
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < points.least()
        || value.longValue() > points.most()) {
      throw new InvalidSetting(
          points.name(), "must be a whole number from " + points.least() + " to " + points.most());
    }
    return value.longValue();
  }

  private static long configured(Points points, long amount) {
    if (amount < points.least() || amount > points.most()) {
      throw new IllegalArgumentException(
          KEY
              + points.key()
              + ": must lie between "
              + points.least()
              + " and "
              + points.most()
              + ", not "
              + amount);
    }
    return amount * MicroPoints.ONE;
  }
}
