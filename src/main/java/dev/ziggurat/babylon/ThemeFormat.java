package dev.ziggurat.babylon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.world.InvalidSetting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Themes as JSON. A part that is left out keeps its present texts. */
final class ThemeFormat {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final String INTRODUCTION = "introduction";
  private static final String ANNOUNCEMENT = "announcement";
  private static final String QUESTIONS = "questions";
  private static final String SOURCES = "sources";
  private static final String RUMOURS = "rumours";
  private static final String PERSONAS = "personas";
  private static final List<String> PARTS =
      List.of(INTRODUCTION, ANNOUNCEMENT, QUESTIONS, SOURCES, RUMOURS, PERSONAS);

  private static final int MAX_INTRODUCTION = 2_000;
  private static final int MAX_LINE = 200;
  private static final int MAX_WORDS = 80;

  /** The longest persona of an agent. */
  private static final int MAX_PERSONA = 4_000;

  private static final int MOST = 100;
  private static final int MAX_QUANTITY = 1_000_000_000;

  /** The most digits that take the place of a quantity. */
  private static final int QUANTITY_DIGITS = 10;

  private ThemeFormat() {}

  /**
   * Reads a theme.
   *
   * @throws InvalidSetting naming the first field that is unknown or wrong
   */
  static Theme read(SettingFields fields, Theme present) {
    fields.allow(PARTS);
    return new Theme(
        fields.text(INTRODUCTION, MAX_INTRODUCTION, present.introduction()),
        fields.text(ANNOUNCEMENT, MAX_WORDS, present.announcement()),
        fields.has(QUESTIONS) ? questions(fields) : present.questions(),
        fields.texts(SOURCES, 1, MOST, MAX_WORDS, present.sources()),
        fields.texts(RUMOURS, 0, MOST, MAX_LINE, present.rumours()),
        fields.has(PERSONAS)
            ? personas(fields.object(PERSONAS), present.personas())
            : present.personas());
  }

  private static List<MarketQuestion> questions(SettingFields fields) {
    var questions = new ArrayList<MarketQuestion>();
    var topics = new HashSet<String>();
    for (var each : fields.objects(QUESTIONS, MOST)) {
      var question = question(each);
      if (!topics.add(question.topic())) {
        throw each.wrong("topic", "is also the topic of an earlier question: " + question.topic());
      }
      questions.add(question);
    }
    return questions;
  }

  private static MarketQuestion question(SettingFields fields) {
    fields.allow(List.of("topic", "text", "quantity", "hopeful", "doubtful", "decidedBy", "rule"));
    var topic =
        fields.word(
            "topic",
            OpenMarketRule.TOPIC_PATTERN,
            "one word of at most 40 letters a-z, digits and hyphens");
    var text = fields.text("text", OpenMarketRule.MAX_QUESTION);
    var quantity = quantity(fields, text);
    if (fields.has("hopeful") != fields.has("doubtful")) {
      throw fields.wrong(
          fields.has("hopeful") ? "doubtful" : "hopeful", "is missing: news says both or neither");
    }
    return new MarketQuestion(
        topic,
        text,
        quantity,
        fields.has("hopeful")
            ? Optional.of(
                new MarketQuestion.Hints(
                    fields.text("hopeful", MAX_LINE), fields.text("doubtful", MAX_LINE)))
            : Optional.empty(),
        source(fields));
  }

  private static Optional<MarketQuestion.Quantity> quantity(SettingFields fields, String text) {
    if (fields.has("quantity") != text.contains(MarketQuestion.PLACE)) {
      throw fields.wrong(
          "quantity",
          "is required if the text contains %s, and only then".formatted(MarketQuestion.PLACE));
    }
    if (!fields.has("quantity")) {
      return Optional.empty();
    }
    int longest = PlainText.length(text.replace(MarketQuestion.PLACE, "9".repeat(QUANTITY_DIGITS)));
    if (longest > OpenMarketRule.MAX_QUESTION) {
      throw fields.wrong(
          "text", "must have at most 200 characters with a quantity of ten digits in it");
    }
    var quantity = fields.object("quantity").allow(List.of("from", "step", "count"));
    return Optional.of(
        new MarketQuestion.Quantity(
            (int) quantity.number("from", 0, MAX_QUANTITY),
            (int) quantity.number("step", 1, 1_000_000, 1),
            (int) quantity.number("count", 1, 1_000, 1)));
  }

  private static OutcomeSource source(SettingFields fields) {
    var word = fields.oneOf("decidedBy", OutcomeSource.WORDS, "fixed");
    if (word.equals("rule")) {
      return new OutcomeSource.ByRule(RuleFormat.read(fields.object("rule")));
    }
    if (fields.has("rule")) {
      throw fields.wrong("rule", "is only for questions whose decidedBy is rule");
    }
    return OutcomeSource.of(word);
  }

  private static PersonaTexts personas(SettingFields fields, PersonaTexts present) {
    fields.allow(List.of("text", "roles", "temperaments"));
    var personas =
        new PersonaTexts(
            fields.text("text", MAX_INTRODUCTION, present.text()),
            fields.texts("roles", 1, MOST, MAX_LINE, present.roles()),
            fields.texts("temperaments", 1, MOST, MAX_LINE, present.temperaments()));
    if (personas.longest() > MAX_PERSONA) {
      throw fields.wrong(
          "text", "makes personas of more than %d characters".formatted(MAX_PERSONA));
    }
    return personas;
  }

  /** The theme, every part. */
  static ObjectNode whole(Theme theme) {
    var json = JSON.objectNode();
    PARTS.forEach(part -> json.set(part, part(theme, part)));
    return json;
  }

  /** The parts that are not the usual ones, in a fixed order. */
  static ObjectNode own(Theme theme) {
    if (theme.equals(UsualTheme.THEME)) {
      return JSON.objectNode();
    }
    var json = whole(theme);
    PARTS.stream()
        .filter(part -> json.get(part).equals(part(UsualTheme.THEME, part)))
        .forEach(json::remove);
    return json;
  }

  private static JsonNode part(Theme theme, String part) {
    return switch (part) {
      case INTRODUCTION -> JSON.textNode(theme.introduction());
      case ANNOUNCEMENT -> JSON.textNode(theme.announcement());
      case QUESTIONS -> {
        var list = JSON.arrayNode();
        theme.questions().forEach(question -> list.add(json(question)));
        yield list;
      }
      case SOURCES -> texts(theme.sources());
      case RUMOURS -> texts(theme.rumours());
      default ->
          JSON.objectNode()
              .put("text", theme.personas().text())
              .<ObjectNode>set("roles", texts(theme.personas().roles()))
              .set("temperaments", texts(theme.personas().temperaments()));
    };
  }

  private static ObjectNode json(MarketQuestion question) {
    var json = JSON.objectNode().put("topic", question.topic()).put("text", question.text());
    question
        .quantity()
        .ifPresent(
            each ->
                json.putObject("quantity")
                    .put("from", each.from())
                    .put("step", each.step())
                    .put("count", each.count()));
    question
        .hints()
        .ifPresent(hints -> json.put("hopeful", hints.hopeful()).put("doubtful", hints.doubtful()));
    json.put("decidedBy", question.source().word());
    if (question.source() instanceof OutcomeSource.ByRule(var rule)) {
      json.set("rule", RuleFormat.json(rule));
    }
    return json;
  }

  private static JsonNode texts(List<String> texts) {
    var list = JSON.arrayNode();
    texts.forEach(list::add);
    return list;
  }

  /** The JSON Schema of a theme. */
  static ObjectNode schema() {
    var schema = object("Texts of the game, as docs/babylon.md describes; a part left out is kept");
    var parts = schema.putObject("properties");
    parts.set(INTRODUCTION, text("The first line of all briefings", MAX_INTRODUCTION));
    parts.set(ANNOUNCEMENT, text("What news of a new question begins with", MAX_WORDS));
    parts.set(QUESTIONS, list("What markets ask", question(), 0));
    parts.set(SOURCES, list("Who reports news", text("A source", MAX_WORDS), 1));
    parts.set(RUMOURS, list("News about no market", text("A rumour", MAX_LINE), 0));
    parts.set(PERSONAS, personas());
    return schema.put("additionalProperties", false);
  }

  private static ObjectNode question() {
    var question = object("A question of markets, with the answers yes and no");
    var fields = question.putObject("properties");
    fields.set(
        "topic",
        text("One word, unique in the theme", 40).put("pattern", "^" + OpenMarketRule.TOPIC + "$"));
    fields.set("text", text("May contain {quantity}", OpenMarketRule.MAX_QUESTION));
    var quantity = object("Required if the text contains {quantity}");
    var numbers = quantity.putObject("properties");
    numbers.set("from", integer("The smallest", 0, MAX_QUANTITY));
    numbers.set("step", integer("From one to the next; default 1", 1, 1_000_000));
    numbers.set("count", integer("How many there are; default 1", 1, 1_000));
    quantity.putArray("required").add("from");
    fields.set("quantity", quantity.put("additionalProperties", false));
    fields.set("hopeful", text("News if yes is likely; with doubtful", MAX_LINE));
    fields.set("doubtful", text("News if yes is unlikely; with hopeful", MAX_LINE));
    var source = text("What decides the outcome; default fixed", 8);
    OutcomeSource.WORDS.forEach(source.putArray("enum")::add);
    fields.set("decidedBy", source);
    fields.set("rule", RuleFormat.schema());
    question.putArray("required").add("topic").add("text");
    return question.put("additionalProperties", false);
  }

  private static ObjectNode personas() {
    var personas = object("Personas of generated agents");
    var fields = personas.putObject("properties");
    fields.set("text", text("With {role} and {temperament}", MAX_INTRODUCTION));
    fields.set("roles", list("Taken in turn", text("A role", MAX_LINE), 1));
    fields.set("temperaments", list("Taken in turn", text("A temperament", MAX_LINE), 1));
    return personas.put("additionalProperties", false);
  }

  private static ObjectNode object(String description) {
    return JSON.objectNode().put("type", "object").put("description", description);
  }

  private static ObjectNode text(String description, int characters) {
    return JSON.objectNode()
        .put("type", "string")
        .put("description", description)
        .put("maxLength", characters);
  }

  private static ObjectNode integer(String description, int least, int most) {
    return JSON.objectNode()
        .put("type", "integer")
        .put("description", description)
        .put("minimum", least)
        .put("maximum", most);
  }

  private static ObjectNode list(String description, ObjectNode items, int least) {
    var list =
        JSON.objectNode()
            .put("type", "array")
            .put("description", description)
            .put("minItems", least)
            .put("maxItems", MOST);
    list.set("items", items);
    return list;
  }
}
