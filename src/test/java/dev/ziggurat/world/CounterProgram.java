package dev.ziggurat.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.Executors;

/** The rules of {@link CounterWorld} as a program that is asked over HTTP, with one instance. */
public final class CounterProgram {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final TreeMap<String, Long> steps = new TreeMap<>();
  private Game game =
      new Game("none", "None", "http", 0, Duration.ofSeconds(60), OptionalInt.empty());

  private CounterProgram() {}

  /** Listens on the port that is named, until its standard input ends. */
  public static void main(String[] arguments) throws IOException {
    var program = new CounterProgram();
    var server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])),
            0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", program::answer);
    server.start();
    while (System.in.read() >= 0) {
      // Nothing is read; the end is what is waited for.
    }
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    var body = exchange.getRequestBody().readAllBytes();
    var answer =
        JSON.writeValueAsBytes(
            switch (exchange.getRequestURI().getPath()) {
              case "/found" -> found(JSON.readTree(body));
              case "/brief" -> brief(JSON.readTree(body));
              case "/apply" -> apply(JSON.readTree(body));
              default -> manifest();
            });
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private static ObjectNode manifest() {
    var manifest = JSON.createObjectNode().put("contract", 1).put("name", "Counter");
    manifest.set("answerSchema", CounterWorld.actionSchema());
    manifest.putObject("score").put("unit", "steps");
    return manifest.put("clock", true);
  }

  private synchronized ObjectNode found(JsonNode asked) {
    var sent = asked.path("game");
    game =
        new Game(
            sent.path("id").asText(),
            sent.path("name").asText(),
            "http",
            sent.path("seed").asLong(),
            Duration.ofMillis(sent.path("periodMillis").asLong()),
            OptionalInt.empty());
    steps.clear();
    steps.put("", 0L);
    return applied(new Moment(0, Instant.parse(asked.path("openedAt").asText())), List.of());
  }

  private synchronized ObjectNode brief(JsonNode asked) {
    var answer = JSON.createObjectNode().put("shared", "Steps so far: " + steps);
    var agents = answer.putObject("agents");
    for (var agent : asked.path("agents")) {
      var handle = agent.path("handle").asText();
      agents.putObject(handle).put("briefing", "Your name here is " + handle);
    }
    return answer;
  }

  private synchronized ObjectNode apply(JsonNode asked) {
    var entries = new ArrayList<Entry>();
    if (asked.path("kind").asText().equals("clock")) {
      entries.add(new Entry.Clock());
    }
    for (var turn : asked.path("turns")) {
      var actions = new ArrayList<Action>();
      for (var action : turn.path("actions")) {
        actions.add(new Action(action.path("type").asText(), (ObjectNode) action));
      }
      entries.add(
          new Entry.Turn(turn.path("position").asInt(), turn.path("handle").asText(), actions));
    }
    var slot = Instant.parse(asked.path("slot").asText());
    return applied(new Moment(asked.path("tick").asLong(), slot), entries);
  }

  private ObjectNode applied(Moment moment, List<Entry> entries) {
    var applied = CounterWorld.play(steps, game, moment, entries);
    var answer = JSON.createObjectNode().put("digest", applied.digest());
    var results = answer.putArray("results");
    for (var turn : applied.turns()) {
      var list = results.addArray();
      turn.actions().forEach(action -> list.add(action.refusal().orElse(null)));
    }
    var scores = answer.putObject("scores");
    applied.turns().forEach(turn -> scores.put(turn.handle(), steps.get(turn.handle())));
    return answer;
  }
}
