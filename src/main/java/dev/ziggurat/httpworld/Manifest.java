package dev.ziggurat.httpworld;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.world.InterventionType;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What a world says it is; version 1 of the contract.
 *
 * @param name what people call it
 * @param answerSchema the JSON Schema of one action
 * @param settingsSchema the JSON Schema of what a game can be founded with
 * @param scoreUnit what a point of its score is called; empty without a score
 * @param clock whether it is told of the end of each tick
 * @param gzip whether it reads compressed requests
 * @param replay whether a second instance can be played and discarded
 * @param source as the world sent it
 */
public record Manifest(
    String name,
    ObjectNode answerSchema,
    ObjectNode settingsSchema,
    Optional<String> scoreUnit,
    boolean clock,
    boolean gzip,
    boolean replay,
    List<InterventionType> interventions,
    List<View> views,
    JsonNode source) {

  private static final int NAME_CHARACTERS = 100;
  private static final int UNIT_CHARACTERS = 40;
  private static final int SCHEMA_CHARACTERS = 32_000;
  private static final int MOST_INTERVENTIONS = 50;
  private static final int MOST_VIEWS = 20;
  private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9_-]{0,59}");

  /**
   * A page that a world shows.
   *
   * @param name its name in requests
   * @param title what people call it
   */
  public record View(String name, String title) {}

  /**
   * Reads and checks a manifest.
   *
   * @throws dev.ziggurat.world.WorldUnavailable naming the first field that is wrong
   */
  static Manifest of(JsonNode answer) {
    var whole = AnswerField.of(answer);
    whole.object();
    var contract = whole.get("contract");
    if (contract.count() != 1) {
      throw contract.wrong("must be 1, the version of the contract that this package knows");
    }
    var name = whole.get("name").line(NAME_CHARACTERS);
    if (name.isBlank()) {
      throw whole.get("name").wrong("must not be empty");
    }
    return new Manifest(
        name,
        answerSchema(whole.get("answerSchema")),
        settingsSchema(whole.get("settingsSchema")),
        scoreUnit(whole.get("score")),
        whole.get("clock").flag(),
        whole.get("gzip").flag(),
        whole.get("replay").flag(),
        interventions(whole.get("interventions")),
        views(whole.get("views")),
        answer);
  }

  /** Reads the schema of an action. */
  static ObjectNode answerSchema(AnswerField field) {
    var schema = schema(field);
    var choices = schema.path("anyOf").isArray() ? "anyOf" : "oneOf";
    if (schema.path(choices).isArray()) {
      var list = field.get(choices);
      if (list.list(50).isEmpty()) {
        throw list.wrong("must not be empty");
      }
      for (var i = 0; i < list.node().size(); i++) {
        typed(list.get(i));
      }
    } else {
      typed(field);
    }
    return schema;
  }

  private static void typed(AnswerField schema) {
    schema.object();
    if (!schema.node().path("type").asText().equals("object")
        || !schema.node().path("properties").path("type").isObject()) {
      throw schema.wrong(
          "must be the schema of an object with a property \"type\", which names the action");
    }
  }

  private static ObjectNode schema(AnswerField field) {
    var schema = field.object();
    if (schema.findValue("$ref") != null) {
      throw field.wrong("must not use $ref: write the schema out");
    }
    if (schema.toString().length() > SCHEMA_CHARACTERS) {
      throw field.wrong("must have at most " + SCHEMA_CHARACTERS + " characters");
    }
    return schema;
  }

  private static ObjectNode settingsSchema(AnswerField field) {
    if (field.isThere()) {
      return objectSchema(field);
    }
    var none = JsonNodeFactory.instance.objectNode().put("type", "object");
    none.putObject("properties");
    return none.put("additionalProperties", false);
  }

  private static ObjectNode objectSchema(AnswerField field) {
    var schema = schema(field);
    if (!schema.path("type").asText().equals("object")
        || schema.has("properties") && !schema.path("properties").isObject()) {
      throw field.wrong("must be the schema of an object");
    }
    return schema;
  }

  private static Optional<String> scoreUnit(AnswerField field) {
    if (!field.isThere()) {
      return Optional.empty();
    }
    field.object();
    var unit = field.get("unit").optionalLine(UNIT_CHARACTERS).orElse("points");
    return Optional.of(unit.isBlank() ? "points" : unit);
  }

  private static List<InterventionType> interventions(AnswerField field) {
    var seen = new HashSet<String>();
    return IntStream.range(0, field.optionalList(MOST_INTERVENTIONS).size())
        .mapToObj(
            index -> {
              var each = field.get(index);
              each.object();
              var type = each.get("type").word(WORD);
              if (!seen.add(type)) {
                throw each.get("type").wrong("is also the type of an earlier one");
              }
              return new InterventionType(
                  type,
                  each.get("title").optionalLine(NAME_CHARACTERS).orElse(type),
                  arguments(each.get("arguments")));
            })
        .toList();
  }

  private static ObjectNode arguments(AnswerField field) {
    if (field.isThere()) {
      return objectSchema(field);
    }
    var none = JsonNodeFactory.instance.objectNode().put("type", "object");
    none.putObject("properties");
    return none;
  }

  private static List<View> views(AnswerField field) {
    var seen = new HashSet<String>();
    return IntStream.range(0, field.optionalList(MOST_VIEWS).size())
        .mapToObj(
            index -> {
              var each = field.get(index);
              each.object();
              var name = each.get("name").word(WORD);
              if (!seen.add(name)) {
                throw each.get("name").wrong("is also the name of an earlier one");
              }
              return new View(name, each.get("title").optionalLine(NAME_CHARACTERS).orElse(name));
            })
        .toList();
  }
}
