package dev.ziggurat.babylon;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.world.InterventionType;
import java.util.List;

/** The types of interventions in a city and their fields. */
public final class InterventionTypes {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private InterventionTypes() {}

  /** All types in display order. */
  public static List<InterventionType> create() {
    return List.of(
        new InterventionType(
            "open",
            "Open a market",
            object(
                required(
                    "question",
                    text("With the answers yes and no")
                        .put("maxLength", OpenMarketRule.MAX_QUESTION)),
                optional(
                    "topic",
                    text("One word, unique among open markets; default: its id")
                        .put("pattern", "^" + OpenMarketRule.TOPIC + "$")),
                required("closesAt", text("After the game's time").put("format", "date-time")),
                optional(
                    "liquidityPoints",
                    number(
                        "The higher, the less a trade moves the price; default: the game's",
                        OpenMarketRule.MAX_LIQUIDITY_POINTS)),
                optional("decidedBy", source()),
                optional(
                    "outcome",
                    side("Only if fixed; hidden until the market is resolved")
                        .put("writeOnly", true)),
                optional("rule", RuleFormat.schema()))),
        new InterventionType(
            "resolve",
            "Resolve a market",
            object(
                required("market", text("The id of an open market")),
                required("outcome", side("The outcome; replaces a hidden one")))),
        new InterventionType(
            "void",
            "Void a market",
            object(
                required("market", text("The id of an open market")),
                optional(
                    "reason",
                    text("Shown to all agents as news")
                        .put("maxLength", VoidMarketRule.MAX_REASON)))),
        new InterventionType(
            "news",
            "Report news",
            object(
                required(
                    "text",
                    text("The news, shown to all agents").put("maxLength", NewsRule.MAX_NEWS)),
                optional("market", text("The id of the open market it refers to")))),
        new InterventionType(
            "grant",
            "Grant points",
            object(
                required("agent", text("The handle of an agent")),
                required(
                    "microPoints",
                    number(
                        "Millionths of a point, paid by the house", GrantRule.MAX_MICRO_POINTS)))),
        new InterventionType("settings", "Change the settings", SettingsFormat.changeSchema()));
  }

  private record Property(String name, ObjectNode schema, boolean required) {}

  private static Property required(String name, ObjectNode schema) {
    return new Property(name, schema, true);
  }

  private static Property optional(String name, ObjectNode schema) {
    return new Property(name, schema, false);
  }

  private static ObjectNode object(Property... all) {
    var schema = JSON.objectNode().put("type", "object");
    var properties = schema.putObject("properties");
    var required = schema.putArray("required");
    for (var property : all) {
      properties.set(property.name(), property.schema());
      if (property.required()) {
        required.add(property.name());
      }
    }
    return schema.put("additionalProperties", false);
  }

  private static ObjectNode text(String description) {
    return JSON.objectNode().put("type", "string").put("description", description);
  }

  private static ObjectNode side(String description) {
    var schema = text(description);
    schema.putArray("enum").add(Side.YES.word()).add(Side.NO.word());
    return schema;
  }

  private static ObjectNode source() {
    var schema =
        text("What decides the outcome; default: fixed if an outcome is given, else admin");
    OutcomeSource.WORDS.forEach(schema.putArray("enum")::add);
    return schema;
  }

  private static ObjectNode number(String description, long most) {
    return JSON.objectNode()
        .put("type", "integer")
        .put("description", description)
        .put("minimum", 1)
        .put("maximum", most);
  }
}
