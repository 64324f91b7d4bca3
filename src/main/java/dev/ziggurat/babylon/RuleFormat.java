package dev.ziggurat.babylon;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The rules of markets as JSON: {@code {"kind": "price", "topic": "copper", "above": 0.6}}, {@code
 * {"kind": "most-points", "agent": "ada"}} and {@code {"kind": "mentions", "tag": "flood",
 * "atLeast": 5}}.
 */
public final class RuleFormat {

  private static final List<String> KINDS = List.of("price", "most-points", "mentions");
  private static final Pattern MARKET = Pattern.compile("m\\d{1,18}-\\d{1,9}");
  private static final Pattern TAG = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}_-]{0,39}");
  private static final Pattern HANDLE = Pattern.compile("[a-z0-9][a-z0-9_-]{0,29}");
  private static final long MAX_MENTIONS = 1_000_000;
  private static final int DECIMALS = 4;
  private static final String PRICE_FAULT =
      "must be a price from 0 to 0.9999 with at most four decimals";

  private RuleFormat() {}

  /**
   * Reads a rule.
   *
   * @throws dev.ziggurat.world.InvalidSetting naming the first field that is missing or wrong
   */
  static ResolutionRule read(SettingFields rule) {
    if (!rule.has("kind")) {
      throw rule.wrong("kind", "must be one of " + String.join(", ", KINDS));
    }
    return switch (rule.oneOf("kind", KINDS, "")) {
      case "price" -> price(rule);
      case "most-points" -> {
        rule.allow(List.of("kind", "agent"));
        yield new ResolutionRule.MostPoints(rule.word("agent", HANDLE, "the handle of an agent"));
      }
      default -> {
        rule.allow(List.of("kind", "tag", "atLeast"));
        yield new ResolutionRule.Mentions(
            rule.word("tag", TAG, "one word without #").toLowerCase(Locale.ROOT),
            rule.number("atLeast", 1, MAX_MENTIONS));
      }
    };
  }

  private static ResolutionRule price(SettingFields rule) {
    rule.allow(List.of("kind", "market", "topic", "above"));
    if (rule.has("market") == rule.has("topic")) {
      throw rule.wrong("market", "or topic is required, and not both");
    }
    var byTopic = rule.has("topic");
    var market =
        byTopic
            ? rule.word("topic", OpenMarketRule.TOPIC_PATTERN, "the topic of a market")
            : rule.word("market", MARKET, "the id of a market, such as m12-0");
    var above = rule.json().path("above");
    if (!above.isNumber()) {
      throw rule.wrong("above", PRICE_FAULT);
    }
    var units = above.decimalValue().movePointRight(DECIMALS).stripTrailingZeros();
    if (units.scale() > 0
        || units.signum() < 0
        || units.compareTo(BigDecimal.valueOf(ResolutionRule.PRICE_UNITS)) >= 0) {
      throw rule.wrong("above", PRICE_FAULT);
    }
    return new ResolutionRule.PriceAbove(market, byTopic, units.intValueExact());
  }

  /** Reads a rule that was written by {@link #json}. */
  public static ResolutionRule read(ObjectNode rule) {
    return read(new SettingFields("rule.", rule));
  }

  /** The rule as JSON, in a fixed order. */
  public static ObjectNode json(ResolutionRule rule) {
    var json = JsonNodeFactory.instance.objectNode();
    return switch (rule) {
      case ResolutionRule.PriceAbove(var market, var byTopic, var limit) ->
          json.put("kind", "price")
              .put(byTopic ? "topic" : "market", market)
              .put("above", ResolutionRule.decimal(limit));
      case ResolutionRule.MostPoints(var agent) ->
          json.put("kind", "most-points").put("agent", agent);
      case ResolutionRule.Mentions(var tag, var atLeast) ->
          json.put("kind", "mentions").put("tag", tag).put("atLeast", atLeast);
    };
  }

  /** The JSON Schema of a rule. */
  static ObjectNode schema() {
    var schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    schema.put(
        "description",
        "Decides at the close: {kind: price, market or topic, above}, {kind: most-points, agent}"
            + " or {kind: mentions, tag, atLeast}");
    var properties = schema.putObject("properties");
    var kinds = properties.putObject("kind").put("type", "string").putArray("enum");
    KINDS.forEach(kinds::add);
    property(properties, "market", "string", "price: the id of a market");
    property(properties, "topic", "string", "price: the topic of a market, in place of its id");
    property(properties, "above", "number", "price: yes if the price of yes is above this");
    property(properties, "agent", "string", "most-points: the handle of an agent");
    property(properties, "tag", "string", "mentions: the word after the #");
    property(
        properties, "atLeast", "integer", "mentions: yes from this many posts and comments on");
    schema.putArray("required").add("kind");
    return schema.put("additionalProperties", false);
  }

  private static void property(ObjectNode all, String name, String type, String description) {
    all.putObject(name).put("type", type).put("description", description);
  }
}
