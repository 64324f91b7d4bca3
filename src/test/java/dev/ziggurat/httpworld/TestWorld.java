package dev.ziggurat.httpworld;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A small world over HTTP, with all that the contract asks for: agents give coins to a pot or keep
 * them. It can be down, slow, wrong and lying.
 */
final class TestWorld implements AutoCloseable {

  static final String KEY = "a key of a world that only tests know";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** How an operation fails. */
  enum Fault {
    /** Answers 503 and does nothing. */
    NOT_READY,
    /** Closes the connection before anything is done. */
    CLOSES,
    /** Does what it is asked for and closes the connection. */
    LOSES_ANSWER,
    /** The same, but only the first time. */
    LOSES_ONE_ANSWER,
    /** Never answers. */
    SILENT,
    /** Answers no JSON. */
    GARBAGE
  }

  /** A request as it came. */
  record Asked(String operation, JsonNode body, boolean compressed) {}

  private static final class Instance {
    private final TreeMap<String, Long> coins = new TreeMap<>();
    private JsonNode founding = JSON.createObjectNode();
    private long pot;
    private long epoch;
    private String lastKey = "";
    private ObjectNode lastAnswer = JSON.createObjectNode();
    private long lastEpoch;
    private String history = "";
  }

  final List<Asked> asked = new CopyOnWriteArrayList<>();
  final Map<String, Fault> faults = new ConcurrentHashMap<>();

  /** Changes what an operation answers. */
  final Map<String, Consumer<ObjectNode>> lies = new ConcurrentHashMap<>();

  /** What really changed a state, by key. */
  final List<String> applied = new CopyOnWriteArrayList<>();

  /** Names of rules of the contract that it breaks; see {@link WorldCheckTest}. */
  final Set<String> broken = ConcurrentHashMap.newKeySet();

  volatile String key = KEY;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<String, Instance> instances = new ConcurrentHashMap<>();
  private final int port;
  private HttpServer server;

  TestWorld() {
    start(0);
    port = server.getAddress().getPort();
  }

  private void start(int at) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/world", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + port + "/world";
  }

  void stop() {
    server.stop(0);
  }

  void startAgain() {
    start(port);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }

  long asked(String operation) {
    return asked.stream().filter(each -> each.operation().equals(operation)).count();
  }

  /** Somebody newer has been here. */
  void raiseEpochs() {
    instances.values().forEach(instance -> instance.epoch += 1_000);
  }

  boolean knows(String part) {
    return instances.keySet().stream().anyMatch(name -> name.contains(part));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath().substring("/world".length());
      var operation = path.isEmpty() ? "manifest" : path.substring(1);
      var bytes = exchange.getRequestBody().readAllBytes();
      if (!isSigned(exchange, bytes)) {
        send(exchange, 401, JSON.createObjectNode().put("detail", "wrong signature"));
        return;
      }
      var compressed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
      var plain =
          compressed ? new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes() : bytes;
      if (broken.contains("oversized-body") && plain.length > (1 << 20)) {
        send(exchange, 500, JSON.createObjectNode());
        return;
      }
      var body = parsed(plain);
      if (exchange.getRequestMethod().equals("POST") && !body.path("instance").isTextual()) {
        send(
            exchange,
            broken.contains("malformed-body") && plain.length < (1 << 20) ? 500 : 400,
            JSON.createObjectNode());
        return;
      }
      asked.add(new Asked(operation, body, compressed));
      var fault = faults.get(operation);
      if (fault == Fault.NOT_READY) {
        send(exchange, 503, JSON.createObjectNode().put("detail", "we are <b>moving</b>"));
        return;
      }
      if (fault == Fault.CLOSES) {
        return;
      }
      var answer = done(operation, body);
      if (fault == Fault.SILENT) {
        closed.await();
        return;
      }
      if (fault == Fault.LOSES_ONE_ANSWER) {
        faults.remove(operation);
      }
      if (fault == Fault.LOSES_ANSWER || fault == Fault.LOSES_ONE_ANSWER) {
        return;
      }
      if (fault == Fault.GARBAGE) {
        answer.removeAll();
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write("<html>".getBytes(StandardCharsets.UTF_8));
        return;
      }
      lies.getOrDefault(operation, _ -> {}).accept(answer);
      var status = answer.path("status").asInt(200);
      answer.remove("status");
      send(exchange, status, answer);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static JsonNode parsed(byte[] plain) {
    try {
      return JSON.readTree(plain);
    } catch (IOException malformed) {
      return JSON.createObjectNode();
    }
  }

  private boolean isSigned(HttpExchange exchange, byte[] body) {
    var header = exchange.getRequestHeaders().getFirst("X-Ziggurat-Signature");
    if (header == null) {
      return broken.contains("unsigned");
    }
    var seconds = header.substring(2, header.indexOf(','));
    var age = Instant.now().getEpochSecond() - Long.parseLong(seconds);
    if (Math.abs(age) > 300 && !broken.contains("outdated-signature")) {
      return false;
    }
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update((seconds + ".").getBytes(StandardCharsets.UTF_8));
      return (broken.contains("wrong-signature")
              || header.endsWith("v1=" + HexFormat.of().formatHex(mac.doFinal(body))))
          && "1".equals(exchange.getRequestHeaders().getFirst("X-Ziggurat-Contract"))
          && "Ziggurat".equals(exchange.getRequestHeaders().getFirst("User-Agent"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void send(HttpExchange exchange, int status, JsonNode answer) throws IOException {
    var bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    exchange.sendResponseHeaders(status, 0);
    try (var out = new GZIPOutputStream(exchange.getResponseBody())) {
      out.write(bytes);
    }
  }

  private ObjectNode done(String operation, JsonNode body) {
    return switch (operation) {
      case "manifest" -> manifest();
      case "found" -> founded(body);
      case "brief" -> brief(body);
      case "apply" -> {
        if (broken.contains("at-once")) {
          yield apply(body);
        }
        synchronized (instances) {
          yield apply(body);
        }
      }
      case "view" -> view(body);
      case "discard" -> {
        if (!broken.contains("discard")) {
          instances.remove(body.path("instance").asText());
        }
        yield JSON.createObjectNode();
      }
      default -> JSON.createObjectNode().put("status", 404);
    };
  }

  static ObjectNode manifest() {
    return read(
        """
        {"contract": 1, "name": "Pot", "gzip": true, "replay": true, "clock": true,
         "answerSchema": {"type": "object", "properties": {
            "type": {"enum": ["give", "keep"]}, "amount": {"type": "integer", "minimum": 0, "maximum": 9}},
            "required": ["type"]},
         "settingsSchema": {"type": "object", "properties": {"coins": {"type": "integer"}}},
         "score": {"unit": "coins"},
         "interventions": [{"type": "gift", "title": "Give coins", "arguments": {"type": "object",
            "properties": {"agent": {"type": "string", "description": "Who gets them"},
              "coins": {"type": "integer"}}, "required": ["agent", "coins"]}}],
         "views": [{"name": "pot", "title": "The pot"}]}""");
  }

  private static ObjectNode read(String text) {
    try {
      return (ObjectNode) JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ObjectNode founded(JsonNode body) {
    var coins = body.path("settings").path("coins");
    if (!coins.isMissingNode() && !coins.isIntegralNumber() && !broken.contains("wrong-setting")) {
      return JSON.createObjectNode()
          .put("status", 422)
          .put("field", "coins")
          .put("detail", "must be a whole number");
    }
    var instance = new Instance();
    instance.founding = body;
    body.path("agents")
        .forEach(agent -> instance.coins.put(agent.path("handle").asText(), coins.asLong(100)));
    var earlier = instances.put(body.path("instance").asText(), instance);
    var answer = changed(instance, "founded");
    if (earlier != null && broken.contains("found-twice")) {
      answer.put("digest", "00");
    }
    if (broken.contains("replay")) {
      instance.history += body.path("instance");
    }
    return answer;
  }

  private ObjectNode brief(JsonNode body) {
    var instance = instances.get(body.path("instance").asText());
    if (instance == null) {
      return unknown();
    }
    if (broken.contains("brief-changes-nothing")) {
      instance.history += "briefed";
    }
    var answer =
        JSON.createObjectNode().put("shared", "There are " + instance.pot + " coins in the pot.");
    var agents = answer.putObject("agents");
    for (var agent : body.path("agents")) {
      var handle = agent.path("handle").asText();
      if (broken.contains("brief") && handle.equals("ben")
          || broken.contains("joining-agents") && handle.equals("late")
          || broken.contains("many-agents") && handle.equals("agent-20")) {
        continue;
      }
      agents
          .putObject(handle)
          .put("briefing", "You have " + instance.coins.getOrDefault(handle, 0L) + " coins.");
    }
    return answer;
  }

  private ObjectNode apply(JsonNode body) {
    var instance = instances.get(body.path("instance").asText());
    if (instance == null) {
      return unknown();
    }
    var epoch = body.path("epoch").asLong();
    if (epoch < instance.epoch && !broken.contains("older-epoch")) {
      return JSON.createObjectNode().put("status", 409).put("code", "stale_epoch");
    }
    var sent = body.path("key").asText();
    if (sent.equals(instance.lastKey) && !actsAgain(instance, body)) {
      if (!broken.contains("kept-epoch")) {
        instance.epoch = epoch;
      }
      return instance.lastAnswer.deepCopy();
    }
    if (broken.contains("older-key") && sent.equals("1.0") && instance.lastKey.startsWith("3.")) {
      return JSON.createObjectNode().put("status", 500);
    }
    instance.epoch = epoch;
    instance.lastEpoch = epoch;
    if (broken.contains("at-once")) {
      LockSupport.parkNanos(100_000_000);
    }
    var answer =
        switch (body.path("kind").asText()) {
          case "turns" -> turns(instance, body);
          case "clock" -> changed(instance, "clock " + body.path("tick"));
          case "intervention" -> intervened(instance, body.path("intervention"));
          default -> JSON.createObjectNode().put("status", 400);
        };
    if (!answer.has("refused")) {
      applied.add(body.path("instance").asText() + " " + sent);
    }
    instance.lastKey = sent;
    instance.lastAnswer = answer.deepCopy();
    return answer;
  }

  private ObjectNode unknown() {
    return JSON.createObjectNode()
        .put("status", broken.contains("unknown-instance") ? 400 : 404)
        .put("detail", "unknown instance");
  }

  private boolean actsAgain(Instance instance, JsonNode body) {
    return body.path("kind").asText().equals("turns")
        && (broken.contains("same-key")
            || broken.contains("newer-epoch") && body.path("epoch").asLong() > instance.lastEpoch);
  }

  private ObjectNode turns(Instance instance, JsonNode body) {
    var results = JSON.createArrayNode();
    var given = 0L;
    for (var turn : body.path("turns")) {
      var handle = turn.path("handle").asText();
      var mine = results.addArray();
      for (var action : turn.path("actions")) {
        var amount = action.path("amount").asLong(1);
        var has = instance.coins.getOrDefault(handle, 0L);
        var type = action.path("type").asText();
        if (type.equals("keep") || broken.contains("wrong-actions") && !type.equals("give")) {
          mine.addNull();
        } else if (!type.equals("give")) {
          mine.add("type: must be give or keep");
        } else if (amount < 0 || amount > has) {
          mine.add("you have only " + has + " coins");
        } else {
          instance.coins.put(handle, has - amount);
          instance.pot += amount;
          given += amount;
          mine.addNull();
        }
      }
    }
    var answer = changed(instance, body.path("tick") + " " + body.path("turns"));
    answer.set("results", results);
    answer.putObject("happenings").put("given", (int) given);
    return answer;
  }

  private static ObjectNode intervened(Instance instance, JsonNode intervention) {
    var agent = intervention.path("agent").asText();
    if (!instance.coins.containsKey(agent)) {
      var refused = JSON.createObjectNode().put("digest", digest(instance));
      refused.putObject("refused").put("reason", "agent: there is no " + agent);
      return refused;
    }
    instance.coins.merge(agent, intervention.path("coins").asLong(), Long::sum);
    var answer = changed(instance, "gift");
    answer.putObject("effect").put("has", instance.coins.get(agent));
    return answer;
  }

  private static ObjectNode changed(Instance instance, String what) {
    instance.history = instance.history + what + '\n';
    var answer = JSON.createObjectNode().put("digest", digest(instance));
    var scores = answer.putObject("scores");
    instance.coins.forEach((handle, coins) -> scores.put(handle, coins + 0.5));
    answer.putArray("events").addObject().put("text", what.length() > 60 ? "turns" : what);
    return answer;
  }

  private static String digest(Instance instance) {
    var seed = instance.founding.path("game").path("seed").asText();
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(
                      (seed + instance.coins + instance.pot + instance.history)
                          .getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private ObjectNode view(JsonNode body) {
    var instance = instances.get(body.path("instance").asText());
    if (instance == null) {
      return unknown();
    }
    var answer = JSON.createObjectNode();
    var blocks = answer.putArray("blocks");
    blocks.addObject().put("heading", "The <i>pot</i>");
    blocks.addObject().put("text", "It holds " + instance.pot + " coins.");
    var table = blocks.addObject().putObject("table");
    table.putArray("columns").add("agent").add("coins");
    var rows = table.putArray("rows");
    new ArrayList<>(instance.coins.entrySet())
        .forEach(entry -> rows.addArray().add(entry.getKey()).add(entry.getValue()));
    return answer;
  }
}
