package dev.ziggurat.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.db.Database;
import dev.ziggurat.money.MicroPoints;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The second world, which proves that the first is not built in: each agent may take a step or
 * wait, and who took most leads. It knows nothing of the engine, and the engine nothing of it.
 */
@Singleton
public class CounterWorld implements World, Scores {

  /** What games name it by. */
  public static final String KIND = "counter";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** The row that keeps what everybody begins with. */
  private static final String START = "";

  private final Database database;

  CounterWorld(Database database) {
    this.database = database;
  }

  /** The rules: steps are counted, and an operator may send an agent back to its start. */
  static Applied play(Map<String, Long> steps, Game game, Moment moment, List<Entry> entries) {
    var turns = new ArrayList<TurnResult>();
    var intervened = new ArrayList<Intervened>();
    var tally = new TreeMap<>(Map.of("step", 0, "wait", 0, "refused", 0));
    for (var entry : entries) {
      switch (entry) {
        case Entry.Turn turn -> turns.add(turn(steps, turn, tally));
        case Entry.Intervention it -> intervened.add(sentBack(steps, it));
        case Entry.Clock _ -> {}
      }
    }
    return new Applied(turns, intervened, tally, Map.of(), digest(steps, game, moment));
  }

  static JsonNode actionSchema() {
    var schema = JSON.objectNode().put("type", "object").put("additionalProperties", false);
    var type = schema.putObject("properties").putObject("type").put("type", "string");
    type.putArray("enum").add("step").add("wait");
    schema.putArray("required").add("type");
    return schema;
  }

  private static TurnResult turn(
      Map<String, Long> steps, Entry.Turn turn, Map<String, Integer> tally) {
    var results = new ArrayList<TurnResult.ActionResult>();
    for (var action : turn.actions()) {
      var known = List.of("step", "wait").contains(action.type());
      if (action.type().equals("step")) {
        steps.put(turn.handle(), steps.getOrDefault(turn.handle(), steps.get(START)) + 1);
      }
      tally.merge(known ? action.type() : "refused", 1, Integer::sum);
      results.add(
          new TurnResult.ActionResult(
              action, known ? Optional.empty() : Optional.of("step or wait")));
    }
    return new TurnResult(turn.position(), turn.handle(), results);
  }

  private static Intervened sentBack(Map<String, Long> steps, Entry.Intervention entry) {
    var handle = entry.action().arguments().path("agent").asText();
    var effect = JSON.objectNode();
    if (!steps.containsKey(handle)) {
      var refused = new Intervened.Refused("agent: '" + handle + "' has not moved", false);
      return new Intervened(entry.ordinal(), entry.action(), Optional.of(refused), effect);
    }
    effect.put("lost", steps.put(handle, steps.get(START)) - steps.get(START));
    return new Intervened(entry.ordinal(), entry.action(), Optional.empty(), effect);
  }

  private static String digest(Map<String, Long> steps, Game game, Moment moment) {
    try {
      var text = steps + " " + game.seed() + " " + moment;
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String title() {
    return "Counter";
  }

  @Override
  public ObjectNode settingsSchema() {
    var schema = JSON.objectNode().put("type", "object");
    schema.putObject("properties").putObject("start").put("type", "integer").put("minimum", 0);
    return schema.put("additionalProperties", false);
  }

  @Override
  public Applied found(Game game, List<Agent> agents, Instant openedAt, ObjectNode settings) {
    settings
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!name.equals("start") || !settings.path(name).isIntegralNumber()) {
                throw new InvalidSetting(name, "must be start, a whole number");
              }
            });
    database.update(
        """
        create table if not exists counter_steps (
          game_id text, handle text, steps bigint not null, primary key (game_id, handle))""",
        parameters -> {});
    var begin = settings.path("start").asLong(0);
    var steps = new TreeMap<String, Long>(Map.of(START, begin));
    save(game, steps);
    return new Applied(
        List.of(), List.of(), Map.of(), Map.of(), digest(steps, game, new Moment(0, openedAt)));
  }

  @Override
  public ObjectNode settings(String game) {
    return JSON.objectNode().put("start", load(game).get(START));
  }

  @Override
  public State open(Game game) {
    var steps = load(game.id());
    return new State() {
      @Override
      public JsonNode answerSchema() {
        return actionSchema();
      }

      @Override
      public String sharedBriefing() {
        return "Steps so far: " + steps;
      }

      @Override
      public String brief(Agent agent) {
        return "Your name here is " + agent.handle();
      }

      @Override
      public Applied apply(Moment moment, ApplyKey key, List<Entry> entries) {
        return database.joinTransaction(
            () -> {
              var applied = play(steps, game, moment, entries);
              save(game, steps);
              return applied;
            });
      }
    };
  }

  @Override
  public Optional<Past> past(Game game) {
    var steps = new TreeMap<>(Map.of(START, load(game.id()).get(START)));
    return Optional.of(
        new Past() {
          @Override
          public String digest() {
            return "";
          }

          @Override
          public Optional<String> writtenDown() {
            return Optional.empty();
          }

          @Override
          public Applied apply(Game then, Moment moment, ApplyKey key, List<Entry> entries) {
            return play(steps, then, moment, entries);
          }
        });
  }

  @Override
  public List<InterventionType> interventionTypes() {
    var arguments = JSON.objectNode().put("type", "object");
    var properties = arguments.putObject("properties");
    properties.putObject("agent").put("type", "string").put("description", "Who goes back");
    properties.putObject("grudge").put("type", "string").put("writeOnly", true);
    arguments.putArray("required").add("agent");
    return List.of(new InterventionType("send-back", "Send an agent back", arguments));
  }

  @Override
  public Optional<Scores> scores() {
    return Optional.of(this);
  }

  @Override
  public String unit() {
    return "steps";
  }

  @Override
  public List<LeaderboardEntry> leaderboard(String game, int limit, int offset) {
    return database.query(
        """
        select rank() over (order by steps desc) as place, handle, steps from counter_steps
        where game_id = :game and handle <> '' order by steps desc, handle
        limit :limit offset :offset""",
        parameters -> {
          parameters.setString("game", game);
          parameters.setInt("limit", limit);
          parameters.setInt("offset", offset);
        },
        row ->
            new LeaderboardEntry(
                row.getLong(1),
                row.getString(2),
                row.getLong(3) * MicroPoints.ONE,
                Optional.empty()));
  }

  @Override
  public Map<String, Score> of(String game, Collection<String> handles) {
    return load(game).entrySet().stream()
        .filter(agent -> handles.contains(agent.getKey()))
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, agent -> Score.of(agent.getValue() * MicroPoints.ONE)));
  }

  @Override
  public List<ObjectNode> holdings(String game, String handle) {
    return List.of();
  }

  private TreeMap<String, Long> load(String game) {
    return database
        .query(
            "select handle, steps from counter_steps where game_id = :game",
            parameters -> parameters.setString("game", game),
            row -> Map.entry(row.getString(1), row.getLong(2)))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum, TreeMap::new));
  }

  private void save(Game game, Map<String, Long> steps) {
    database.batch(
        """
        insert into counter_steps (game_id, handle, steps) values (:game, :handle, :steps)
        on conflict (game_id, handle) do update set steps = excluded.steps""",
        steps.entrySet(),
        (parameters, agent) -> {
          parameters.setString("game", game.id());
          parameters.setString("handle", agent.getKey());
          parameters.setLong("steps", agent.getValue());
        });
  }
}
