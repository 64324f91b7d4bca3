package dev.ziggurat.tick;

import dev.ziggurat.db.Database;
import dev.ziggurat.world.Agent;
import dev.ziggurat.world.Game;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The games there are. */
@Singleton
public class Games {

  /** The most games one trigger can tick. */
  private static final int MOST = 1_000;

  static final String COLUMNS = "game.id, name, world, seed, period_millis, width";

  private final Database database;

  Games(Database database) {
    this.database = database;
  }

  /** The games that are not paused, by id. */
  public List<Game> running() {
    return database.query(
        "select " + COLUMNS + " from game where state = 'running' order by id limit " + MOST,
        statement -> {},
        Games::read);
  }

  /** The game of this id, paused or not. */
  public Optional<Game> find(String id) {
    if (id.indexOf('\0') >= 0) {
      // PostgreSQL's text knows no NUL, so no game has one.
      return Optional.empty();
    }
    return database.first(
        "select " + COLUMNS + " from game where id = ?",
        statement -> statement.setString(1, id),
        Games::read);
  }

  /**
   * Writes a new game and its agents, in the caller's transaction or in one of its own.
   *
   * @return false if a game of this id exists already: nothing was written
   */
  public boolean create(Game game, List<Agent> agents) {
    var created =
        database.update(
            """
            insert into game (id, name, world, seed, period_millis, width)
            values (?, ?, ?, ?, ?, ?) on conflict (id) do nothing
            """,
            statement -> {
              statement.setString(1, game.id());
              statement.setString(2, game.name());
              statement.setString(3, game.world());
              statement.setLong(4, game.seed());
              statement.setLong(5, game.period().toMillis());
              statement.setObject(
                  6, game.width().isPresent() ? game.width().getAsInt() : null, Types.INTEGER);
            });
    if (created == 0) {
      return false;
    }
    database.batch(
        """
        insert into agent (game_id, handle, persona, memo, cadence, model)
        values (?, ?, ?, ?, ?, ?)
        """,
        agents,
        (statement, agent) -> {
          statement.setString(1, game.id());
          statement.setString(2, agent.handle());
          statement.setString(3, agent.persona());
          statement.setString(4, agent.memo());
          statement.setInt(5, agent.cadence());
          statement.setString(6, agent.model().orElse(null));
        });
    return true;
  }

  static Game read(ResultSet row) throws SQLException {
    var width = row.getObject("width", Integer.class);
    return new Game(
        row.getString("id"),
        row.getString("name"),
        row.getString("world"),
        row.getLong("seed"),
        Duration.ofMillis(row.getLong("period_millis")),
        width == null ? OptionalInt.empty() : OptionalInt.of(width));
  }
}
