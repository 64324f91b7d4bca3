package dev.ziggurat.babylon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The JSON Schema of one action, limited to what the strict modes of all providers accept: an
 * {@code anyOf} of closed objects, every property required, no bounds. The referee checks the
 * bounds.
 */
public final class ActionSchema {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ActionSchema() {}

  /** A new copy of the schema for games with these settings. */
  public static JsonNode create(GameSettings settings) {
    var schema = JSON.objectNode();
    var actions =
        schema
            .putArray("anyOf")
            .add(action("post", string("text")))
            .add(action("comment", string("post"), string("text")))
            .add(action("buy", string("market"), side(), integer("microPoints")))
            .add(action("sell", string("market"), side(), integer("microShares")))
            .add(action("hold"));
    if (settings.conversations()) {
      actions
          .add(action("message", string("to"), string("text")))
          .add(action("group", string("name"), strings("members")))
          .add(action("invite", string("group"), string("agent")))
          .add(action("leave", string("group")));
    }
    return schema;
  }

  private record Property(String name, ObjectNode schema) {}

  private static ObjectNode action(String type, Property... properties) {
    var action = JSON.objectNode().put("type", "object");
    var fields = action.putObject("properties");
    var required = action.putArray("required");
    fields.set("type", choice(type));
    required.add("type");
    for (var property : properties) {
      fields.set(property.name(), property.schema());
      required.add(property.name());
    }
    return action.put("additionalProperties", false);
  }

  private static Property string(String name) {
    return new Property(name, JSON.objectNode().put("type", "string"));
  }

  private static Property strings(String name) {
    var list = JSON.objectNode().put("type", "array");
    list.putObject("items").put("type", "string");
    return new Property(name, list);
  }

  private static Property integer(String name) {
    return new Property(name, JSON.objectNode().put("type", "integer"));
  }

  private static Property side() {
    return new Property("side", choice(Side.YES.word(), Side.NO.word()));
  }

  private static ObjectNode choice(String... words) {
    var choice = JSON.objectNode().put("type", "string");
    var options = choice.putArray("enum");
    for (var word : words) {
      options.add(word);
    }
    return choice;
  }
}
