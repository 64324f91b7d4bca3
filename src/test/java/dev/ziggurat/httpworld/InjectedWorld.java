package dev.ziggurat.httpworld;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.Arena;
import dev.ziggurat.InjectionCorpus;
import dev.ziggurat.ScriptedModel;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.UUID;

/**
 * A game of a world that says the texts of the corpus wherever it may say something: each agent is
 * told one of them, is offered it as an action, and reads it as the reason of a refusal.
 */
public final class InjectedWorld implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The most that a world may report as counts. */
  private static final int HAPPENINGS = 50;

  /** The game. */
  public final String id = "w-" + UUID.randomUUID().toString().substring(0, 8);

  final TestWorld world = new TestWorld();
  final List<String> texts = InjectionCorpus.texts();
  private final Arena arena;

  /** Creates the game. */
  public InjectedWorld(Arena arena) {
    this.arena = arena;
    world.lies.put("manifest", this::present);
    world.lies.put("brief", this::brief);
    world.lies.put("apply", this::apply);
    world.lies.put("view", this::show);
    var game =
        JSON.createObjectNode()
            .put("id", id)
            .put("name", "Injected world")
            .put("periodMillis", 60_000)
            .put("seed", 42);
    game.putObject("world").put("url", world.url()).put("keyVariable", "TEST_WORLD_KEY");
    var agents = game.putArray("agents");
    for (var text = 0; text < texts.size(); text++) {
      agents
          .addObject()
          .put("handle", handle(text))
          .put("persona", "One of many.")
          .put("model", ScriptedModel.MODEL);
    }
    given()
        .header("Authorization", "Bearer dev-admin")
        .contentType(ContentType.JSON)
        .body(game.toString())
        .post("/api/games")
        .then()
        .statusCode(201);
  }

  static String handle(int text) {
    return "agent-" + text;
  }

  private static int text(String handle) {
    return Integer.parseInt(handle.substring("agent-".length()));
  }

  private String markup(int number) {
    return texts.stream()
        .filter(text -> text.contains("data-heron"))
        .skip(number)
        .findFirst()
        .orElseThrow();
  }

  private void present(ObjectNode manifest) {
    manifest.put("name", markup(0)).put("gzip", false);
    manifest.putObject("score").put("unit", markup(1));
    var schema = manifest.putObject("settingsSchema").put("type", "object");
    schema.put("description", markup(2)).putObject("properties");
    manifest.putArray("views").addObject().put("name", "all").put("title", markup(3));
    var gift = manifest.putArray("interventions").addObject().put("type", "gift");
    gift.put("title", markup(4));
    var arguments = gift.putObject("arguments").put("type", "object");
    arguments
        .putObject("properties")
        .putObject("agent")
        .put("type", "string")
        .put("description", markup(5));
  }

  private void brief(ObjectNode brief) {
    brief.put("shared", String.join("\n", texts));
    for (var agent : brief.path("agents").properties()) {
      var text = texts.get(text(agent.getKey()));
      var own = (ObjectNode) agent.getValue();
      own.put("briefing", text);
      var schema = own.putObject("answerSchema").put("type", "object").put("description", text);
      schema.putObject("properties").putObject("type").putArray("enum").add("give").add(text);
      schema.putArray("required").add("type");
    }
  }

  private void apply(ObjectNode answer) {
    if (!answer.path("results").isArray()) {
      return;
    }
    var number = 0;
    for (var turn : answer.path("results")) {
      for (var action = 0; action < turn.size(); action++) {
        ((ArrayNode) turn).set(action, texts.get(number));
      }
      number++;
    }
    var events = answer.putArray("events");
    texts.forEach(text -> events.addObject().put("text", text).put("agent", text));
    var scores = answer.putObject("scores").put(handle(0), 7);
    texts.forEach(text -> scores.put(text, 1_000));
    var happenings = answer.putObject("happenings");
    texts.stream().skip(texts.size() - HAPPENINGS).forEach(text -> happenings.put(text, 1));
  }

  private void show(ObjectNode view) {
    var blocks = view.putArray("blocks");
    for (var first = 0; first < texts.size(); first += 4) {
      var some = texts.subList(first, Math.min(first + 4, texts.size()));
      blocks.addObject().put("heading", some.getFirst());
      blocks.addObject().put("text", some.getLast());
      var table = blocks.addObject().putObject("table");
      var columns = table.putArray("columns");
      var row = table.putArray("rows").addArray();
      some.forEach(
          text -> {
            columns.add(text);
            row.add(text);
          });
    }
  }

  /** Ticks it. */
  public ValidatableResponse tick(String key) {
    return arena.tick(id, key);
  }

  @Override
  public void close() {
    world.close();
    arena.change("update game set deleted_at = now() where id = ?", id);
  }
}
