package dev.ziggurat.tick;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.Parameters;
import dev.ziggurat.experiment.AssignedArm;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.memory.Recall.Recalled;
import dev.ziggurat.world.Agent;
import dev.ziggurat.world.AgentKind;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The rows of {@code turn}. */
@Singleton
public class TurnStore {

  private final Database database;
  private final Fence fence;

  TurnStore(Database database, Fence fence) {
    this.database = database;
    this.fence = fence;
  }

  /** The due turns, in the order of calling. */
  List<Turn> due(Tick tick) {
    return due(tick, "true", parameters -> {});
  }

  /** The due turns of a shard, in the order of calling. */
  List<Turn> due(Tick tick, Shard shard) {
    return due(
        tick,
        "think_order between :first and :last and kind <> :player",
        parameters -> {
          parameters.setInt("first", shard.first());
          parameters.setInt("last", shard.last());
          parameters.setString("player", AgentKind.Player.ID);
        });
  }

  /** The due turns of players, in the order of calling. */
  List<Turn> dueOfPlayers(Tick tick) {
    return due(
        tick, "kind = :player", parameters -> parameters.setString("player", AgentKind.Player.ID));
  }

  private List<Turn> due(Tick tick, String condition, Database.Binder binder) {
    return database.joiningManyRows(() -> dueNow(tick, condition, binder));
  }

  private List<Turn> dueNow(Tick tick, String condition, Database.Binder binder) {
    return database.query(
        """
        select position, handle, persona, memo, cadence, agent.model as own_model, kind, answer_within_millis,
          agent.url, agent.key_variable, experiment, arm
        from turn join agent using (game_id, handle)
        where game_id = :gameId and tick = :tick and turn.state = 'due' and %s order by think_order
        """
            .formatted(condition),
        parameters -> {
          of(parameters, tick);
          binder.bind(parameters);
        },
        row ->
            new Turn(
                row.getInt("position"),
                new Agent(
                    row.getString("handle"),
                    row.getString("persona"),
                    row.getString("memo"),
                    row.getInt("cadence"),
                    Optional.ofNullable(row.getString("own_model")),
                    AgentKinds.read(row)),
                arm(row.getString("experiment"), row.getString("arm"))));
  }

  private static Optional<AssignedArm> arm(String experiment, String arm) {
    return Optional.ofNullable(experiment).map(name -> new AssignedArm(name, arm));
  }

  /**
   * A turn that is about to be asked.
   *
   * @param callId of the call, which several turns may have in common
   * @param atMost what the call can cost, or the turn's share of it
   * @param recalled what its prompt shows of memories
   */
  record Asking(Turn turn, UUID callId, WorstCaseCost atMost, Recalled recalled) {}

  /**
   * Marks turns as asking that are asked in calls of their own.
   *
   * @param recalled what its prompts show of memories, by handle
   */
  void markAsking(
      Tick tick,
      List<Turn> shard,
      Map<String, Recalled> recalled,
      Function<Turn, WorstCaseCost> worstCaseCosts) {
    markAsking(
        tick,
        shard.stream()
            .map(
                turn -> {
                  var handle = turn.agent().handle();
                  return new Asking(
                      turn,
                      Caller.turn(tick.game().id(), tick.number(), handle, tick.epoch()).callId(),
                      worstCaseCosts.apply(turn),
                      recalled.getOrDefault(handle, Recalled.NOTHING));
                })
            .toList());
  }

  /**
   * Marks turns as asking, with each call's maximum cost, before their first call.
   *
   * @throws AskedElsewhere if one of them is not due any more; none is marked then
   */
  void markAsking(Tick tick, List<Asking> shard) {
    mark(tick, shard, "due");
  }

  /** Marks turns as asking in another call, after the attempts of the first were written. */
  void markAskingAgain(Tick tick, List<Asking> again) {
    mark(tick, again, "asking");
  }

  private void mark(Tick tick, List<Asking> shard, String before) {
    fence.guarded(
        tick,
        () -> {
          var marked =
              database.update(
                  """
                update turn set state = 'asking', call_id = asking.call_id, asking_provider = asking.provider,
                  asking_model = asking.model, asking_at_most_nano = asking.at_most_nano,
                  asking_price_known = asking.price_known, asking_simulated = asking.simulated,
                  shown_memories = asking.memories::uuid[]
                from unnest(:handles::text[], :callIds::uuid[], :providers::text[], :models::text[], :atMostNano::bigint[],
                    :pricesKnown::boolean[], :simulated::boolean[], :memories::text[])
                  as asking (handle, call_id, provider, model, at_most_nano, price_known, simulated, memories)
                where turn.game_id = :gameId and turn.tick = :tick and turn.handle = any(:handles::text[])
                  and turn.handle = asking.handle and turn.state = :before
                """,
                  parameters -> {
                    parameters.setTexts(
                        "handles", each(shard, asking -> asking.turn().agent().handle()));
                    parameters.setUuids("callIds", each(shard, Asking::callId));
                    parameters.setTexts(
                        "providers",
                        each(shard, asking -> asking.atMost().provider().orElse("none")));
                    parameters.setTexts(
                        "models", each(shard, asking -> asking.atMost().model().orElse("none")));
                    parameters.setLongs(
                        "atMostNano", each(shard, asking -> asking.atMost().atMost().value()));
                    parameters.setBooleans(
                        "pricesKnown", each(shard, asking -> asking.atMost().priceKnown()));
                    parameters.setBooleans(
                        "simulated", each(shard, asking -> asking.atMost().simulated()));
                    parameters.setTexts("memories", each(shard, TurnStore::memories));
                    of(parameters, tick);
                    parameters.setString("before", before);
                  });
          if (marked < shard.size()) {
            throw new AskedElsewhere();
          }
          return null;
        });
  }

  private static <T> List<T> each(List<Asking> shard, Function<Asking, T> what) {
    return shard.stream().map(what).toList();
  }

  /** As the text of an array, because arrays of arrays have elements of one length. */
  private static String memories(Asking asking) {
    return asking.recalled().entries().stream()
        .map(UUID::toString)
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** Unmarks turns whose call was not made: they cost nothing. */
  void unmark(Tick tick, List<Turn> unasked) {
    fence.guarded(
        tick,
        () -> {
          database.batch(
              """
              update turn set state = 'due', call_id = null
              where game_id = :gameId and tick = :tick and handle = :handle and state = 'asking'
              """,
              unasked,
              (parameters, turn) -> {
                of(parameters, tick);
                parameters.setString("handle", turn.agent().handle());
              });
          return null;
        });
  }

  /** A turn that is thought and not yet applied. */
  record Decided(int position, String handle, String decision) {}

  /** The turns to apply, in their order. */
  List<Decided> decided(Tick tick) {
    return database.query(
        """
        select position, handle, decision from turn
        where game_id = :gameId and tick = :tick and state = 'thought' order by position
        """,
        parameters -> of(parameters, tick),
        row -> new Decided(row.getInt(1), row.getString(2), row.getString(3)));
  }

  /** How often entries of the tick were applied. */
  int steps(Tick tick) {
    return database
        .first(
            "select length(played) from tick where game_id = :gameId and number = :tick",
            parameters -> of(parameters, tick),
            row -> row.getInt(1))
        .orElseThrow();
  }

  /** How many turns a tick has in each state; not by which budgets they were held. */
  TickReport.Turns count(Tick tick) {
    return database
        .first(
            """
            select count(*), count(*) filter (where state = 'applied'),
              count(*) filter (where state in ('due', 'asking', 'passed_over') and not undecided and not held),
              count(*) filter (where state = 'failed'), count(*) filter (where undecided),
              count(*) filter (where held)
            from turn where game_id = :gameId and tick = :tick
            """,
            parameters -> of(parameters, tick),
            row ->
                new TickReport.Turns(
                    row.getInt(1),
                    row.getInt(2),
                    row.getInt(3),
                    row.getInt(4),
                    row.getInt(5),
                    row.getInt(6),
                    Map.of()))
        .orElseThrow();
  }

  /**
   * Turns that one kind of budget held.
   *
   * @param scope the budget, as in JSON; empty if an earlier version held them
   * @param why of the first of them: amounts differ from turn to turn
   */
  record Hold(Optional<String> scope, int turns, String why) {}

  /** What held turns, the budget that held most first. */
  List<Hold> holds(Tick tick) {
    return database.query(
        """
        select held_by, count(*), (array_agg(budget_note order by position))[1]
        from turn where game_id = :gameId and tick = :tick and held
        group by held_by order by count(*) desc, min(position)
        """,
        parameters -> of(parameters, tick),
        row -> new Hold(Optional.ofNullable(row.getString(1)), row.getInt(2), row.getString(3)));
  }

  /** The number of turns with neither an answer nor a failure. */
  long unthought(Tick tick) {
    return database
        .first(
            """
            select count(*) from turn
            where game_id = :gameId and tick = :tick and state in ('due', 'asking')
            """,
            parameters -> of(parameters, tick),
            row -> row.getLong(1))
        .orElseThrow();
  }

  static void of(Parameters parameters, Tick tick) throws SQLException {
    parameters.setString("gameId", tick.game().id());
    parameters.setLong("tick", tick.number());
  }
}
