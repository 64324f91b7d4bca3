package dev.ziggurat.tick;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.world.Action;
import dev.ziggurat.world.Agent;
import io.vertx.core.json.jackson.HybridJacksonPool;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Extracts a decision from a model's answer, which may have reasoning before it, code fences around
 * it and prose on both sides.
 */
@Singleton
public class DecisionParser {

  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]+");

  /** Halves of a character, which cannot be stored. */
  private static final Pattern UNPAIRED = Pattern.compile("\\p{Cs}");

  private static final int MAX_TRIES = 50;
  private static final int MAX_ANSWER_CHARACTERS = 200_000;

  private final ObjectReader reader;
  private final ObjectWriter writer;
  private final int maxActions;

  @Inject
  DecisionParser(TickConfig config) {
    this(config.actions());
  }

  DecisionParser(int maxActions) {
    // With the buffers of Vert.x: those that Jackson keeps by thread are allocated for each virtual
    // thread.
    var mapper =
        JsonMapper.builder(
                JsonFactory.builder().recyclerPool(HybridJacksonPool.getInstance()).build())
            .build();
    this.reader = mapper.reader();
    this.writer = mapper.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);
    this.maxActions = maxActions;
  }

  /** The answer contains no decision. */
  static final class Unreadable extends Exception {

    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message);
    }
  }

  /** Extracts the decision from an answer. */
  Decision parse(String answer) throws Unreadable {
    if (answer.length() > MAX_ANSWER_CHARACTERS) {
      throw new Unreadable("the answer is longer than " + MAX_ANSWER_CHARACTERS + " characters");
    }
    var starts = new ObjectStarts(answer);
    var problem = "the answer contains no JSON object";
    for (var tries = 0; tries < MAX_TRIES; tries++) {
      var start = starts.next();
      if (start < 0) {
        break;
      }
      var candidate = objectAt(answer, start);
      if (candidate.isPresent()) {
        if (candidate.get().has("actions")) {
          return decision(candidate.get(), maxActions);
        }
        problem = "actions: the JSON object has no such field";
      }
    }
    throw new Unreadable(problem);
  }

  /**
   * A JSON object in a text.
   *
   * @param end the index after it
   */
  record Located(ObjectNode object, int end) {}

  private Optional<ObjectNode> objectAt(String text, int start) {
    return located(text, start).map(Located::object);
  }

  /** The JSON object that starts here; what follows it is ignored. */
  Optional<Located> located(String text, int start) {
    try (JsonParser parser = reader.createParser(text.substring(start))) {
      return reader.readTree(parser) instanceof ObjectNode object
          ? Optional.of(new Located(object, start + (int) parser.currentLocation().getCharOffset()))
          : Optional.empty();
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Decision decision(ObjectNode object, int maxActions) throws Unreadable {
    var list = object.get("actions");
    if (!list.isArray()) {
      throw new Unreadable("actions: not a list");
    }
    List<Action> actions = new ArrayList<>();
    for (var action : list) {
      if (actions.size() == maxActions) {
        break;
      }
      actions.add(action(action, actions.size()));
    }
    return new Decision(actions, memo(object.get("memo")));
  }

  private static Action action(JsonNode action, int index) throws Unreadable {
    if (action instanceof ObjectNode object && object.path("type").isTextual()) {
      return new Action(object.get("type").textValue(), object);
    }
    throw new Unreadable("actions[" + index + "].type: missing or not a text");
  }

  private static Optional<String> memo(JsonNode memo) {
    if (memo == null || !memo.isTextual()) {
      return Optional.empty();
    }
    var text = CONTROLS.matcher(memo.textValue()).replaceAll(" ").strip();
    var whole = UNPAIRED.matcher(text).replaceAll("");
    return Optional.of(
        whole.codePointCount(0, whole.length()) <= Agent.MEMO_CHARACTERS
            ? whole
            : whole.substring(0, whole.offsetByCodePoints(0, Agent.MEMO_CHARACTERS)));
  }

  /**
   * Reads a decision that was given as an object.
   *
   * @param object with a list {@code actions} of objects that each have a text {@code type}
   * @throws IllegalArgumentException naming the field that is wrong
   */
  public Decision given(ObjectNode object) {
    try {
      return decision(object, Integer.MAX_VALUE);
    } catch (Unreadable e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** The decision as journaled. */
  public String stored(Decision decision) {
    var object = JsonNodeFactory.instance.objectNode();
    decision.memo().ifPresent(memo -> object.put("memo", memo));
    var actions = object.putArray("actions");
    decision.actions().forEach(action -> actions.add(action.arguments()));
    try {
      return writer.writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a journaled decision completely, also beyond today's limits. It is JSON written by {@link
   * #stored}, so no prose or reasoning is stripped.
   */
  Decision restored(String stored) {
    try {
      var object = objectAt(stored, 0).orElseThrow(() -> new Unreadable("no JSON object"));
      return decision(object, Integer.MAX_VALUE);
    } catch (Unreadable e) {
      throw new IllegalStateException("a journaled decision cannot be read: " + e.getMessage(), e);
    }
  }
}
