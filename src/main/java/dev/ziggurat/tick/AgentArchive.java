package dev.ziggurat.tick;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.ziggurat.db.Database;
import dev.ziggurat.money.NanoDollars;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads the turns of one agent. */
@Singleton
public class AgentArchive {

  private final Database database;
  private final ObjectMapper json;

  AgentArchive(Database database, ObjectMapper json) {
    this.database = database;
    this.json = json;
  }

  /**
   * A turn of the agent.
   *
   * @param state {@code due, asking, thought, applied, failed, passed_over}
   * @param decision the actions and the memo; null before the turn has been thought
   * @param results the result of each action, with refusals; null before it has been applied
   * @param costMicroUsd the known cost of its calls
   */
  public record AgentTurn(
      long tick,
      Instant slot,
      String state,
      Optional<String> provider,
      Optional<String> model,
      JsonNode decision,
      JsonNode results,
      long costMicroUsd) {}

  /** The newest turns of an agent, the newest first. */
  public List<AgentTurn> turns(String game, String handle, int limit) {
    return turns(game, handle, TurnFilter.ALL, false, Optional.empty(), limit);
  }

  /**
   * A page of an agent's turns.
   *
   * @param last the tick of the previous page's last turn; empty for the first page
   */
  public List<AgentTurn> turns(
      String game,
      String handle,
      TurnFilter filter,
      boolean oldestFirst,
      Optional<Long> last,
      int limit) {
    var conditions =
        filter.conditions(game).add("turn.handle = :handle", "handle", handle).with("limit", limit);
    last.ifPresent(
        tick ->
            conditions.add(oldestFirst ? "turn.tick > :last" : "turn.tick < :last", "last", tick));
    return database.query(
        """
        select turn.tick, tick.slot, turn.state, turn.provider, turn.model, turn.decision,
          turn.results,
          (select coalesce(sum(cost_nano), 0) from agent_attempt made where made.game_id = turn.game_id
            and made.handle = turn.handle and made.tick = turn.tick) as cost_nano
        from turn join tick on tick.game_id = turn.game_id and tick.number = turn.tick
        """
            + conditions.sql()
            + (oldestFirst
                ? " order by turn.tick limit :limit"
                : " order by turn.tick desc limit :limit"),
        conditions::bind,
        row ->
            new AgentTurn(
                row.getLong("tick"),
                row.getTimestamp("slot").toInstant(),
                row.getString("state"),
                Optional.ofNullable(row.getString("provider")),
                Optional.ofNullable(row.getString("model")),
                tree(row.getString("decision")),
                tree(row.getString("results")),
                new NanoDollars(row.getLong("cost_nano")).microDollars()));
  }

  private JsonNode tree(String stored) {
    try {
      return stored == null ? NullNode.getInstance() : json.readTree(stored);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
