package dev.ziggurat.tick;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.Parameters;
import dev.ziggurat.world.Agent;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Reads and edits the agents of a game. */
@Singleton
public class Agents {

  private static final String SELECT =
      """
      select handle, persona, memo, cadence, model, kind, answer_within_millis, url,
        key_variable, last_turn, version, deleted_at
      from agent
      """;

  private final Database database;

  Agents(Database database) {
    this.database = database;
  }

  /** The agent, deleted or not. */
  public Optional<StoredAgent> find(String game, String handle) {
    return database.first(
        SELECT + "where game_id = :gameId and handle = :handle",
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setString("handle", handle);
        },
        Agents::read);
  }

  /**
   * Those of the agents that exist, deleted or not. Locks their rows until the transaction ends.
   */
  public List<StoredAgent> locked(String game, Collection<String> handles) {
    return database.query(
        SELECT
            + "where game_id = :gameId and handle = any(:handle) order by handle for no key update",
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setTexts("handle", handles);
        },
        Agents::read);
  }

  /**
   * A page of agents.
   *
   * @param cursor where the previous page ended, by {@link AgentFilter#cursor}
   * @throws IllegalArgumentException for an invalid cursor
   */
  public List<StoredAgent> page(
      String game, AgentFilter filter, Optional<String> cursor, int limit) {
    var conditions = filter.conditions(game, cursor).with("limit", limit);
    return database.query(
        SELECT + conditions.sql() + " order by " + filter.order() + " limit :limit",
        conditions::bind,
        Agents::read);
  }

  /** Those of the agents that exist, deleted or not, in the order of the handles. */
  public List<StoredAgent> of(String game, List<String> handles) {
    return database.query(
        SELECT
            + "where game_id = :gameId and handle = any(:handles)"
            + " order by array_position(:handles, handle)",
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setTexts("handles", handles);
        },
        Agents::read);
  }

  /** Writes new agents, in the caller's transaction; the game must be locked. */
  public void add(String game, List<Agent> agents) {
    insert(database, game, agents);
  }

  static void insert(Database database, String game, List<Agent> agents) {
    database.batch(
        """
        insert into agent (game_id, handle, persona, memo, cadence, model, kind, answer_within_millis,
          url, key_variable)
        values (:gameId, :handle, :persona, :memo, :cadence, :model, :kind, :answerWithinMillis, :url,
          :keyVariable)
        """,
        agents,
        (parameters, agent) -> {
          parameters.setString("gameId", game);
          parameters.setString("handle", agent.handle());
          bind(parameters, agent);
        });
  }

  /** Writes edited agents, in the caller's transaction, and raises their versions. */
  public void save(String game, List<StoredAgent> edited) {
    database.batch(
        """
        update agent set persona = :persona, memo = :memo, cadence = :cadence, model = :model, kind = :kind,
          answer_within_millis = :answerWithinMillis, url = :url, key_variable = :keyVariable,
          deleted_at = :deletedAt, version = version + 1
        where game_id = :gameId and handle = :handle
        """,
        edited,
        (parameters, row) -> {
          bind(parameters, row.agent());
          parameters.setInstant("deletedAt", row.deletedAt());
          parameters.setString("gameId", game);
          parameters.setString("handle", row.agent().handle());
        });
  }

  private static void bind(Parameters parameters, Agent agent) throws SQLException {
    parameters.setString("persona", agent.persona());
    parameters.setString("memo", agent.memo());
    parameters.setInt("cadence", agent.cadence());
    parameters.setString("model", agent.model());
    AgentKinds.bind(parameters, agent.kind());
  }

  private static StoredAgent read(ResultSet row) throws SQLException {
    return new StoredAgent(
        new Agent(
            row.getString("handle"),
            row.getString("persona"),
            row.getString("memo"),
            row.getInt("cadence"),
            Optional.ofNullable(row.getString("model")),
            AgentKinds.read(row)),
        row.getLong("last_turn"),
        row.getLong("version"),
        Optional.ofNullable(row.getTimestamp("deleted_at")).map(Timestamp::toInstant));
  }
}
