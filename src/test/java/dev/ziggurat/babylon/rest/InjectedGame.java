package dev.ziggurat.babylon.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.Arena;
import dev.ziggurat.InjectionCorpus;
import dev.ziggurat.ScriptedModel;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A game of Babylon in which the texts of the corpus, or their harmless twins, are personas, and
 * are written by agents of models, by players (by REST and by MCP) and by external agents: four of
 * them by each.
 */
public final class InjectedGame {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern YOU_ARE = Pattern.compile("(?m)^you are @(\\S+)$");
  private static final int AT_ONCE = 4;

  /** The game. */
  public final String id = "i-" + UUID.randomUUID().toString().substring(0, 8);

  final Desk desk = new Desk(id);
  private final Arena arena;
  private final ScriptedModel model;
  private final List<String> corpus = InjectionCorpus.texts();
  private final UnaryOperator<String> variant;
  private final Map<String, String> decisions = new HashMap<>();
  private final Map<String, String> tokens = new HashMap<>();

  /**
   * Creates the game.
   *
   * @param variant what is written for a text of the corpus
   */
  public InjectedGame(Arena arena, ScriptedModel model, UnaryOperator<String> variant) {
    this.arena = arena;
    this.model = model;
    this.variant = variant;
    var game =
        JSON.createObjectNode()
            .put("id", id)
            .put("name", "Injected")
            .put("periodMillis", 60_000)
            .put("seed", 7);
    var agents = game.putArray("agents");
    for (var first = 0; first < corpus.size(); first += AT_ONCE) {
      for (var kind : List.of("model", "player", "external")) {
        agents.add(agent(kind, first));
        decisions.put(handle(kind, first), decision(first).toString());
      }
    }
    post("dev-admin", "/api/games", game.toString()).then().statusCode(201);
    for (var first = 0; first < corpus.size(); first += AT_ONCE) {
      var handle = handle("player", first);
      tokens.put(
          handle,
          post("dev-admin", "/api/games/" + id + "/agents/" + handle + "/token", "{}")
              .then()
              .statusCode(201)
              .extract()
              .path("secret"));
    }
  }

  private static Response post(String token, String path, String body) {
    return given()
        .header("Authorization", "Bearer " + token)
        .contentType(ContentType.JSON)
        .body(body)
        .post(path);
  }

  private static String handle(String kind, int first) {
    return "%s-%d".formatted(kind, first);
  }

  private ObjectNode agent(String kind, int first) {
    var agent =
        JSON.createObjectNode()
            .put("handle", handle(kind, first))
            .put("persona", isAccepted(first) ? written(first) : "One of many.")
            .put("kind", kind);
    switch (kind) {
      case "model" -> agent.put("model", ScriptedModel.MODEL);
      case "external" -> agent.put("url", model.agentUrl()).put("keyVariable", "TEST_AGENT_KEY");
      default -> {}
    }
    return agent;
  }

  private String written(int text) {
    var written = variant.apply(corpus.get(text));
    return written.isEmpty() ? "One of many." : written;
  }

  /** Whether it may be typed: a text that breaks lines only as people do. */
  private boolean isAccepted(int text) {
    return corpus.get(text).length() <= 4_000
        && corpus
            .get(text)
            .codePoints()
            .noneMatch(
                point ->
                    Character.getType(point) == Character.SURROGATE
                        || Character.isISOControl(point) && "\n\r\t".indexOf(point) < 0);
  }

  private ObjectNode decision(int first) {
    var decision = JSON.createObjectNode();
    if (isAccepted(first) && corpus.get(first).length() <= 500) {
      decision.put("memo", written(first));
    }
    var actions = decision.putArray("actions");
    for (var text = first; text < first + AT_ONCE && text < corpus.size(); text++) {
      actions.addObject().put("type", "post").put("text", variant.apply(corpus.get(text)));
    }
    return decision;
  }

  int agents() {
    return decisions.size();
  }

  /** A tick in which everybody writes its texts. */
  public void speak() {
    tokens.forEach(this::decide);
    model.plays(prompt -> decisions.get(reader(prompt)));
    tick("speak");
  }

  /** A tick in which everybody reads; the prompts by handle. */
  Map<String, String> listen() {
    model.plays(_ -> "{\"actions\": []}");
    tick("listen");
    var prompts = new HashMap<String, String>();
    model.prompts().forEach(prompt -> prompts.put(reader(prompt), prompt));
    return prompts;
  }

  private void tick(String key) {
    arena.tick(id, key).statusCode(200);
  }

  private static String reader(String prompt) {
    var found = YOU_ARE.matcher(prompt);
    assertThat(found.find()).as(prompt).isTrue();
    var handle = found.group(1);
    assertThat(found.find()).as("a second line that says who the reader is").isFalse();
    return handle;
  }

  /** Half of the players by REST, half of them by MCP. */
  private void decide(String handle, String token) {
    if (handle.hashCode() % 2 == 0) {
      given()
          .header("Authorization", "Bearer " + token)
          .contentType(ContentType.JSON)
          .body(decisions.get(handle))
          .put("/api/play/decision")
          .then()
          .statusCode(200);
    } else {
      assertThat(tool(token, "act", decisions.get(handle)).path("isError").asBoolean()).isFalse();
    }
  }

  /** The token of a player. */
  public String token() {
    return tokens.values().iterator().next();
  }

  /** What the players see, by handle: half of them by REST, half of them by MCP. */
  Map<String, String> looks() {
    var looks = new HashMap<String, String>();
    tokens.forEach(
        (handle, token) -> {
          var look =
              new JsonPath(
                  handle.hashCode() % 2 == 0
                      ? given()
                          .header("Authorization", "Bearer " + token)
                          .get("/api/play")
                          .asString()
                      : tool(token, "look", "{}").path("content").path(0).path("text").asText());
          looks.put(handle, look.getString("sharedBriefing") + "\n" + look.getString("briefing"));
        });
    return looks;
  }

  private static JsonNode tool(String token, String name, String arguments) {
    var initialize =
        """
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-06-18",
         "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}}""";
    var session = mcp(token, "", initialize).header("Mcp-Session-Id");
    var answer =
        mcp(
                token,
                session,
                """
                {"jsonrpc": "2.0", "id": 2, "method": "tools/call",
                 "params": {"name": "%s", "arguments": %s}}"""
                    .formatted(name, arguments))
            .asString();
    try {
      return JSON.readTree(answer.substring(answer.indexOf('{'))).path("result");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Response mcp(String token, String session, String body) {
    var request =
        given()
            .header("Authorization", "Bearer " + token)
            .header("Accept", "application/json, text/event-stream")
            .contentType(ContentType.JSON)
            .body(body);
    return (session.isEmpty() ? request : request.header("Mcp-Session-Id", session)).post("/mcp");
  }
}
