package dev.ziggurat.tick;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.db.Database;
import dev.ziggurat.db.Parameters;
import dev.ziggurat.world.Applied;
import dev.ziggurat.world.ApplyKey;
import dev.ziggurat.world.Entry;
import dev.ziggurat.world.Score;
import dev.ziggurat.world.TurnResult;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/**
 * Thought → applied: applies the journaled decisions in the stored order and writes the new world,
 * the results of the turns and the agents' memos in one fenced transaction.
 */
@Singleton
public class Apply {

  /**
   * How many turns one statement writes. A thousand small statements cost several times as much. In
   * one for all the server may compare each turn with each other: while its statistics are older
   * than the tick it takes turns to be few.
   */
  static final int TURNS_AT_ONCE = 256;

  private final Fence fence;
  private final Database database;
  private final Worlds worlds;
  private final TurnStore turns;
  private final DecisionParser decisions;
  private final Orphans orphans;
  private final TurnMemories memories;
  private final TurnMeters meters;
  private final ObjectMapper json;

  Apply(
      Fence fence,
      Database database,
      Worlds worlds,
      TurnStore turns,
      DecisionParser decisions,
      Orphans orphans,
      TurnMemories memories,
      TurnMeters meters,
      ObjectMapper json) {
    this.fence = fence;
    this.database = database;
    this.worlds = worlds;
    this.turns = turns;
    this.decisions = decisions;
    this.orphans = orphans;
    this.memories = memories;
    this.meters = meters;
    this.json = json;
  }

  /**
   * An applied turn.
   *
   * @param score of its agent afterwards; empty in a world that keeps none
   */
  private record Played(
      TurnStore.Decided turn, Decision decision, TurnResult result, Optional<Score> score) {

    String actionCount() {
      return Integer.toString(result.actions().size());
    }

    String refusedCount() {
      return Long.toString(
          result.actions().stream().filter(action -> action.refusal().isPresent()).count());
    }

    String scoreMicro() {
      return score.map(known -> Long.toString(known.worth())).orElse(null);
    }
  }

  /**
   * Applies the tick's decisions.
   *
   * @throws dev.ziggurat.world.WorldUnavailable if the world cannot apply them; the tick stays as
   *     it is, to be applied by the next runner
   * @throws FenceLost if another runner has taken over; nothing was written
   */
  void run(Tick tick) {
    if (turns.unthought(tick) > 0) {
      fence.guarded(tick, () -> passOver(tick));
    }
    var written =
        fence.guarded(
            tick,
            () -> {
              var decided = turns.decided(tick);
              var parsed =
                  decided.stream().map(turn -> decisions.restored(turn.decision())).toList();
              var entries = new ArrayList<Entry>();
              for (var i = 0; i < decided.size(); i++) {
                var turn = decided.get(i);
                entries.add(
                    new Entry.Turn(turn.position(), turn.handle(), parsed.get(i).actions()));
              }
              var key = ApplyKey.step(tick.number(), turns.steps(tick), tick.epoch());
              var world = worlds.of(tick.game()).open(tick.game());
              var applied = world.apply(tick.moment(), key, entries);
              var scores = scores(tick, decided);
              var played = new ArrayList<Played>();
              for (var i = 0; i < decided.size(); i++) {
                var score = Optional.ofNullable(scores.get(decided.get(i).handle()));
                played.add(
                    new Played(decided.get(i), parsed.get(i), applied.turns().get(i), score));
              }
              played.stream()
                  .gather(Gatherers.windowFixed(TURNS_AT_ONCE))
                  .forEach(some -> writeTurns(tick, some));
              memories.log(tick, applied.turns(), scores);
              played.stream()
                  .gather(Gatherers.windowFixed(TURNS_AT_ONCE))
                  .forEach(some -> writeAgents(tick, some));
              writeOtherAgents(tick);
              writeTick(tick, applied);
              return decided.stream().map(TurnStore.Decided::handle).toList();
            });
    meters.count(tick, written);
  }

  private Map<String, Score> scores(Tick tick, List<TurnStore.Decided> decided) {
    var known = new HashMap<String, Score>();
    worlds
        .scores(tick.game())
        .ifPresent(
            scores ->
                decided.stream()
                    .map(TurnStore.Decided::handle)
                    .gather(Gatherers.windowFixed(TURNS_AT_ONCE))
                    .forEach(some -> known.putAll(scores.of(tick.game().id(), some))));
    return known;
  }

  /**
   * Committed before anything is applied: whoever tries again, after a failure of the world or of
   * this runner, finds nobody to ask, and applies the same decisions.
   */
  private int passOver(Tick tick) {
    orphans.record(tick, "the tick closed before the call returned");
    return database.update(
        """
        update turn set state = 'passed_over'
        where game_id = :gameId and tick = :tick and state in ('due', 'asking')
        """,
        parameters -> TurnStore.of(parameters, tick));
  }

  private void writeTurns(Tick tick, List<Played> played) {
    database.update(
        """
        update turn set state = 'applied', results = played.results, action_count = played.actions,
          refused_count = played.refused, score_micro = played.score,
          score_change_micro = played.score - before.score_micro
        from unnest(:handles::text[], :results::text[], :actions::text[]::integer[], :refused::text[]::integer[],
            :scores::text[]::bigint[]) as played (handle, results, actions, refused, score)
          left join agent on agent.game_id = :gameId and agent.handle = played.handle
          left join turn before on before.game_id = :gameId and before.tick = agent.last_turn
            and before.handle = played.handle
        where turn.game_id = :gameId and turn.tick = :tick and turn.handle = any(:handles::text[])
          and turn.handle = played.handle and turn.state = 'thought'
        """,
        parameters -> {
          setTexts(parameters, "handles", played.stream().map(turn -> turn.turn().handle()));
          setTexts(parameters, "results", played.stream().map(turn -> stored(turn.result())));
          setTexts(parameters, "actions", played.stream().map(Played::actionCount));
          setTexts(parameters, "refused", played.stream().map(Played::refusedCount));
          setTexts(parameters, "scores", played.stream().map(Played::scoreMicro));
          parameters.setString("gameId", tick.game().id());
          parameters.setLong("tick", tick.number());
        });
  }

  private void writeAgents(Tick tick, List<Played> played) {
    database.update(
        """
        update agent set passed_over = false, last_turn = :tick, memo = coalesce(played.memo, agent.memo)
        from unnest(:handles::text[], :memos::text[]) as played (handle, memo)
        where agent.game_id = :gameId and agent.handle = any(:handles::text[])
          and agent.handle = played.handle
        """,
        parameters -> {
          setTexts(parameters, "handles", played.stream().map(turn -> turn.turn().handle()));
          setTexts(
              parameters,
              "memos",
              played.stream().map(turn -> turn.decision().memo().orElse(null)));
          parameters.setString("gameId", tick.game().id());
          parameters.setLong("tick", tick.number());
        });
  }

  /** Agents that got no answer go first next time. */
  private void writeOtherAgents(Tick tick) {
    database.joiningManyRows(
        () ->
            database.update(
                """
                update agent set passed_over = not turn.undecided from turn
                where turn.game_id = :gameId and turn.tick = :tick and turn.state <> 'applied'
                  and agent.game_id = turn.game_id and agent.handle = turn.handle
                """,
                parameters -> TurnStore.of(parameters, tick)));
  }

  private static void setTexts(Parameters parameters, String name, Stream<String> texts)
      throws SQLException {
    parameters.setTexts(name, texts.toList());
  }

  private void writeTick(Tick tick, Applied applied) {
    database.update(
        """
        update tick set phase = 'applied', actions = :actions, digest = :digest, played = played || 't',
          applied_in = pg_current_xact_id(), applied_at = clock_timestamp()
        where game_id = :gameId and number = :number
        """,
        parameters -> {
          parameters.setString("actions", stored(applied.actions()));
          parameters.setString("digest", applied.digest());
          parameters.setString("gameId", tick.game().id());
          parameters.setLong("number", tick.number());
        });
  }

  /** A list of {@code {"action": …, "refusal": … or null}}. */
  private static String stored(TurnResult result) {
    var list = JsonNodeFactory.instance.arrayNode();
    for (var action : result.actions()) {
      var entry = list.addObject();
      entry.set("action", action.action().arguments());
      entry.put("refusal", action.refusal().orElse(null));
    }
    return list.toString();
  }

  private String stored(Map<String, Integer> tally) {
    try {
      return json.writeValueAsString(tally);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
