package dev.ziggurat.babylon;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.money.MicroPoints;
import dev.ziggurat.world.Action;
import dev.ziggurat.world.InvalidSetting;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/** The settings of a game as JSON: read, written, and described by a JSON Schema. */
public final class SettingsFormat {

  /** The address of the resolver. */
  public static final String RESOLVER = "resolverUrl";

  static final String THEME = "theme";

  static final String CONVERSATIONS = "conversations";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final long MAX_POINTS = 1_000_000_000L;
  private static final int URL_CHARACTERS = 500;

  /** So that the settings fit into a journaled intervention. */
  private static final int LONGEST = 64 * 1024;

  /** A setting that is a whole number. */
  private record Number(String name, String description, long least, long most) {

    long of(SettingFields fields, long usual) {
      return fields.number(name, least, most, usual);
    }

    long points(SettingFields fields, long usualMicroPoints) {
      return fields.has(name)
          ? fields.number(name, least, most) * MicroPoints.ONE
          : usualMicroPoints;
    }

    void describe(ObjectNode properties) {
      properties
          .putObject(name)
          .put("type", "integer")
          .put("description", description)
          .put("minimum", least)
          .put("maximum", most);
    }
  }

  private static final Number HOUSE =
      new Number("housePoints", "Initial points of the house", 0, MAX_POINTS);

  private static final Number START =
      new Number("startPoints", "Initial points of an agent", 0, MAX_POINTS);

  private static final Number LIQUIDITY =
      new Number(
          "liquidityPoints",
          "Liquidity of each new market: the higher, the less a trade moves the price",
          1,
          OpenMarketRule.MAX_LIQUIDITY_POINTS);

  private static final Number OPEN =
      new Number("openMarkets", "How many markets the clock keeps open; usually 3", 0, 20);

  private static final Number MIN_PERIODS =
      new Number("minPeriods", "Shortest life of a market, in periods; usually 12", 1, 10_000);

  private static final Number MAX_PERIODS =
      new Number("maxPeriods", "Longest life of a market, in periods; usually 40", 1, 10_000);

  private static final Number HINTS =
      new Number("hintPercent", "How often a tick brings news about a market; usually 25", 0, 100);

  private static final Number TRUTH =
      new Number("truthPercent", "How much news points to the true outcome; usually 75", 0, 100);

  private static final Number RUMOURS =
      new Number(
          "rumourPercent", "How often a tick brings news about no market; usually 10", 0, 100);

  private static final List<Number> OF_MARKETS =
      List.of(OPEN, MIN_PERIODS, MAX_PERIODS, HINTS, TRUTH, RUMOURS);

  private static final List<String> ALL =
      List.of(
          HOUSE.name(),
          START.name(),
          LIQUIDITY.name(),
          OPEN.name(),
          MIN_PERIODS.name(),
          MAX_PERIODS.name(),
          HINTS.name(),
          TRUTH.name(),
          RUMOURS.name(),
          CONVERSATIONS,
          THEME,
          RESOLVER);

  private SettingsFormat() {}

  /**
   * Reads settings; what is missing or null stays as it is.
   *
   * @param present the present settings, or the usual ones of a new game
   * @throws InvalidSetting naming the first setting that is unknown or wrong
   */
  public static GameSettings read(ObjectNode sent, GameSettings present) {
    if (sent.toString().length() > LONGEST) {
      throw new InvalidSetting(THEME, "is too long: all settings have at most 65536 characters");
    }
    var fields = new SettingFields("", sent).allow(ALL);
    var economy = present.economy();
    var settings =
        new GameSettings(
            new GameEconomy(
                HOUSE.points(fields, economy.houseMicroPoints()),
                START.points(fields, economy.startMicroPoints()),
                LIQUIDITY.points(fields, economy.liquidityMicroPoints())),
            markets(fields, present.markets()),
            fields.has(THEME)
                ? ThemeFormat.read(fields.object(THEME), present.theme())
                : present.theme(),
            resolver(fields).or(present::resolver),
            fields.flag(CONVERSATIONS, present.conversations()));
    check(fields, settings);
    return settings;
  }

  private static MarketTerms markets(SettingFields fields, MarketTerms present) {
    var markets =
        new MarketTerms(
            (int) OPEN.of(fields, present.open()),
            (int) MIN_PERIODS.of(fields, present.minPeriods()),
            (int) MAX_PERIODS.of(fields, present.maxPeriods()),
            (int) HINTS.of(fields, present.hintPercent()),
            (int) TRUTH.of(fields, present.truthPercent()),
            (int) RUMOURS.of(fields, present.rumourPercent()));
    if (markets.minPeriods() > markets.maxPeriods()) {
      throw fields.wrong(
          fields.has(MIN_PERIODS.name()) ? MIN_PERIODS.name() : MAX_PERIODS.name(),
          "minPeriods must not be above maxPeriods; they would be %d and %d"
              .formatted(markets.minPeriods(), markets.maxPeriods()));
    }
    return markets;
  }

  /** The address of a resolver that an intervention would set, if it is one. */
  public static Optional<URI> resolver(Action intervention) {
    var url = intervention.arguments().path(RESOLVER);
    if (!new SettingsRule().type().equals(intervention.type()) || !url.isTextual()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new URI(PlainText.clean(url.textValue())))
          .filter(uri -> uri.getHost() != null);
    } catch (URISyntaxException malformed) {
      return Optional.empty();
    }
  }

  private static Optional<URI> resolver(SettingFields fields) {
    if (!fields.has(RESOLVER)) {
      return Optional.empty();
    }
    try {
      var url = new URI(fields.text(RESOLVER, URL_CHARACTERS));
      if (url.getHost() == null || !List.of("https", "http").contains(url.getScheme())) {
        throw fields.wrong(RESOLVER, "must be an address that begins with https://");
      }
      if (url.getUserInfo() != null || url.getFragment() != null) {
        throw fields.wrong(RESOLVER, "must have no user and no fragment");
      }
      return Optional.of(url);
    } catch (URISyntaxException invalid) {
      throw fields.wrong(RESOLVER, "is not an address: " + invalid.getReason());
    }
  }

  private static void check(SettingFields fields, GameSettings settings) {
    var asked =
        settings.theme().questions().stream()
            .filter(each -> each.source() instanceof OutcomeSource.Resolver)
            .findFirst();
    if (asked.isPresent() && settings.resolver().isEmpty()) {
      throw fields.wrong(
          RESOLVER,
          "is required, because the question about %s is decided by the resolver"
              .formatted(asked.get().topic()));
    }
  }

  /** What a new game needs to begin alike: the points, and what is not usual. */
  public static ObjectNode of(GameSettings settings) {
    ObjectNode json = economy(settings).setAll(own(settings));
    json.remove(CONVERSATIONS);
    return settings.conversations() ? json : json.put(CONVERSATIONS, false);
  }

  /** All settings, the usual ones too. */
  public static ObjectNode whole(GameSettings settings) {
    var json = economy(settings);
    for (var each : OF_MARKETS) {
      json.put(each.name(), value(each, settings.markets()));
    }
    json.put(CONVERSATIONS, settings.conversations());
    json.set(THEME, ThemeFormat.whole(settings.theme()));
    settings.resolver().ifPresent(url -> json.put(RESOLVER, url.toString()));
    return json;
  }

  /**
   * What is not usual, except the points; in a fixed order. Conversations count as unusual, because
   * games without this setting are older than it.
   */
  public static ObjectNode own(GameSettings settings) {
    var json = ownRules(settings);
    settings.resolver().ifPresent(url -> json.put(RESOLVER, url.toString()));
    return json;
  }

  /** What is not usual and has an effect on the course of the game, except the points. */
  static ObjectNode ownRules(GameSettings settings) {
    var json = JSON.objectNode();
    for (var each : OF_MARKETS) {
      var value = value(each, settings.markets());
      if (value != value(each, MarketTerms.USUAL)) {
        json.put(each.name(), value);
      }
    }
    if (settings.conversations()) {
      json.put(CONVERSATIONS, true);
    }
    var theme = ThemeFormat.own(settings.theme());
    if (!theme.isEmpty()) {
      json.set(THEME, theme);
    }
    return json;
  }

  private static ObjectNode economy(GameSettings settings) {
    var economy = settings.economy();
    return JSON.objectNode()
        .put(HOUSE.name(), economy.houseMicroPoints() / MicroPoints.ONE)
        .put(START.name(), economy.startMicroPoints() / MicroPoints.ONE)
        .put(LIQUIDITY.name(), economy.liquidityMicroPoints() / MicroPoints.ONE);
  }

  private static int value(Number number, MarketTerms markets) {
    return switch (number.name()) {
      case "openMarkets" -> markets.open();
      case "minPeriods" -> markets.minPeriods();
      case "maxPeriods" -> markets.maxPeriods();
      case "hintPercent" -> markets.hintPercent();
      case "truthPercent" -> markets.truthPercent();
      default -> markets.rumourPercent();
    };
  }

  /** The JSON Schema of what a game can be founded with. */
  public static ObjectNode schema() {
    var schema = JSON.objectNode().put("type", "object");
    var properties = schema.putObject("properties");
    HOUSE.describe(properties);
    START.describe(properties);
    describeChangeable(properties);
    return schema.put("additionalProperties", false);
  }

  /** The JSON Schema of what can be changed later. */
  public static ObjectNode changeSchema() {
    var schema = JSON.objectNode().put("type", "object");
    describeChangeable(schema.putObject("properties"));
    return schema.put("additionalProperties", false);
  }

  private static void describeChangeable(ObjectNode properties) {
    LIQUIDITY.describe(properties);
    OF_MARKETS.forEach(each -> each.describe(properties));
    properties
        .putObject(CONVERSATIONS)
        .put("type", "boolean")
        .put(
            "description",
            "Whether agents may send messages and found groups that only those in them see;"
                + " usually true");
    properties.set(THEME, ThemeFormat.schema());
    properties
        .putObject(RESOLVER)
        .put("type", "string")
        .put("description", "Address that is asked for outcomes, after the close of a market")
        .put("maxLength", URL_CHARACTERS);
  }

  /**
   * The bounds of the points, for checking the configuration.
   *
   * @throws IllegalArgumentException naming the first key that is out of bounds
   */
  public static GameEconomy economy(long housePoints, long startPoints, long liquidityPoints) {
    return new GameEconomy(
        configured(HOUSE, "house-points", housePoints),
        configured(START, "start-points", startPoints),
        configured(LIQUIDITY, "liquidity-points", liquidityPoints));
  }

  private static long configured(Number points, String key, long amount) {
    if (amount < points.least() || amount > points.most()) {
      throw new IllegalArgumentException(
          PlainText.format(
              "ziggurat.babylon.%s: must lie between %d and %d, not %d",
              key, points.least(), points.most(), amount));
    }
    return amount * MicroPoints.ONE;
  }
}
