package dev.ziggurat.tick;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.Parameters;
import dev.ziggurat.world.AgentKind;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The decisions of players that no tick has journaled yet. A tick first marks a decision as taken
 * and deletes it in the transaction that journals it, so that a crash neither loses nor doubles it.
 */
@Singleton
public class PlayerDecisions {

  /** How many are taken by one statement. */
  private static final int MAX_TAKEN = 256;

  private final Database database;
  private final Fence fence;
  private final Standings standings;
  private final DecisionParser parser;
  private final InstantSource time;

  PlayerDecisions(
      Database database,
      Fence fence,
      Standings standings,
      DecisionParser parser,
      InstantSource time) {
    this.database = database;
    this.fence = fence;
    this.standings = standings;
    this.parser = parser;
    this.time = time;
  }

  /** A decision that is not journaled yet. */
  public record Given(Decision decision, Instant at) {}

  /**
   * A decision that a tick has taken.
   *
   * @param decision as it is journaled
   */
  record Taken(String handle, String decision) {}

  /**
   * Stores a player's decision, instead of an earlier one that no tick has taken.
   *
   * @return the tick that takes it, if that tick has not ended its wait for the player before
   */
  public long give(String game, String handle, Decision decision) {
    return database.inTransaction(
        () -> {
          database.update(
              """
              insert into player_decision (id, game_id, handle, decision, given_at)
              values (:id, :gameId, :handle, :decision, :givenAt)
              on conflict (game_id, handle) where taken_tick is null
              do update set decision = excluded.decision, given_at = excluded.given_at
              """,
              parameters -> {
                of(parameters, game, handle);
                parameters.setObject("id", UUID.randomUUID());
                parameters.setString("decision", parser.stored(decision));
                parameters.setInstant("givenAt", time.instant());
              });
          return standings.find(game, handle).orElseThrow().nextTick();
        });
  }

  /** The newest decision of a player that is not journaled yet. */
  public Optional<Given> find(String game, String handle) {
    return database.first(
        """
        select decision, given_at from player_decision
        where game_id = :gameId and handle = :handle order by given_at desc limit 1
        """,
        parameters -> of(parameters, game, handle),
        row ->
            new Given(
                parser.restored(row.getString("decision")),
                row.getTimestamp("given_at").toInstant()));
  }

  /**
   * Takes the decisions that these players have given, so many at once as one statement takes.
   *
   * @throws FenceLost if another runner has taken over
   */
  List<Taken> take(Tick tick, Collection<String> handles) {
    return fence.guarded(
        tick,
        () ->
            database.query(
                """
                with chosen as (
                  select distinct on (handle) id from player_decision
                  where game_id = :gameId and handle = any(:handles)
                    and (taken_tick is null or taken_tick <= :tick)
                  order by handle,
                    case when taken_tick = :tick then 0 when taken_tick is null then 1 else 2 end,
                    taken_tick desc
                  limit :limit)
                update player_decision set taken_tick = :tick from chosen
                where player_decision.id = chosen.id
                returning handle, decision
                """,
                parameters -> {
                  TurnStore.of(parameters, tick);
                  parameters.setTexts("handles", handles);
                  parameters.setInt("limit", MAX_TAKEN);
                },
                row -> new Taken(row.getString("handle"), row.getString("decision"))));
  }

  /** Deletes what these thoughts were made of, in the transaction that journals them. */
  void journaled(Tick tick, List<Thought> thoughts) {
    var ofPlayers =
        thoughts.stream()
            .filter(thought -> thought.turn().agent().kind() instanceof AgentKind.Player)
            .filter(thought -> !thought.undecided())
            .map(thought -> thought.turn().agent().handle())
            .toList();
    if (ofPlayers.isEmpty()) {
      return;
    }
    database.update(
        """
        delete from player_decision
        where game_id = :gameId and handle = any(:handles) and taken_tick <= :tick
        """,
        parameters -> {
          TurnStore.of(parameters, tick);
          parameters.setTexts("handles", ofPlayers);
        });
  }

  private static void of(Parameters parameters, String game, String handle) throws SQLException {
    parameters.setString("gameId", game);
    parameters.setString("handle", handle);
  }
}
