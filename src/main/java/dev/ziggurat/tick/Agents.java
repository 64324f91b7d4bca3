package dev.ziggurat.tick;

import dev.ziggurat.db.Database;
import dev.ziggurat.world.Agent;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The agents there are, and what an admin makes of them. */
@Singleton
public class Agents {

  private static final String SELECT =
      """
      select handle, persona, memo, cadence, model, last_turn, version, deleted_at from agent
      """;

  private final Database database;

  Agents(Database database) {
    this.database = database;
  }

  /** The agent, deleted or not. */
  public Optional<StoredAgent> find(String game, String handle) {
    return database.first(
        SELECT + "where game_id = ? and handle = ?",
        statement -> {
          statement.setString(1, game);
          statement.setString(2, handle);
        },
        Agents::read);
  }

  /**
   * Those of the agents that exist, deleted or not. In a transaction, nobody else edits them until
   * it ends.
   */
  public List<StoredAgent> locked(String game, Collection<String> handles) {
    return database.query(
        SELECT + "where game_id = ? and handle = any(?) order by handle for no key update",
        statement -> {
          statement.setString(1, game);
          statement.setArray(2, statement.getConnection().createArrayOf("text", handles.toArray()));
        },
        Agents::read);
  }

  /**
   * A page of agents, by handle.
   *
   * @param deleted whether to list the deleted ones, and only these
   */
  public List<StoredAgent> page(String game, boolean deleted, String after, int limit) {
    return database.query(
        SELECT
            + "where game_id = ? and (deleted_at is not null) = ? and handle > ?"
            + " order by handle limit ?",
        statement -> {
          statement.setString(1, game);
          statement.setBoolean(2, deleted);
          statement.setString(3, after);
          statement.setInt(4, limit);
        },
        Agents::read);
  }

  /** Writes new agents, in the caller's transaction; the game must be locked. */
  public void add(String game, List<Agent> agents) {
    database.batch(
        """
        insert into agent (game_id, handle, persona, memo, cadence, model)
        values (?, ?, ?, ?, ?, ?)
        """,
        agents,
        (statement, agent) -> {
          statement.setString(1, game);
          statement.setString(2, agent.handle());
          bind(statement, 3, agent);
        });
  }

  /** Writes edited agents, in the caller's transaction, and raises their versions. */
  public void save(String game, List<StoredAgent> edited) {
    database.batch(
        """
        update agent set persona = ?, memo = ?, cadence = ?, model = ?, deleted_at = ?,
          version = version + 1
        where game_id = ? and handle = ?
        """,
        edited,
        (statement, row) -> {
          bind(statement, 1, row.agent());
          statement.setTimestamp(5, row.deletedAt().map(Timestamp::from).orElse(null));
          statement.setString(6, game);
          statement.setString(7, row.agent().handle());
        });
  }

  private static void bind(PreparedStatement statement, int from, Agent agent) throws SQLException {
    statement.setString(from, agent.persona());
    statement.setString(from + 1, agent.memo());
    statement.setInt(from + 2, agent.cadence());
    statement.setString(from + 3, agent.model().orElse(null));
  }

  private static StoredAgent read(ResultSet row) throws SQLException {
    return new StoredAgent(
        new Agent(
            row.getString("handle"),
            row.getString("persona"),
            row.getString("memo"),
            row.getInt("cadence"),
            Optional.ofNullable(row.getString("model"))),
        row.getLong("last_turn"),
        row.getLong("version"),
        Optional.ofNullable(row.getTimestamp("deleted_at")).map(Timestamp::toInstant));
  }
}
