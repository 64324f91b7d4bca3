package dev.ziggurat.tick;

import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Reads where players stand. */
@Singleton
public class Standings {

  private final Database database;

  Standings(Database database) {
    this.database = database;
  }

  /** Where the player of this agent stands; empty if there is no such agent. */
  public Optional<Standing> find(String game, String handle) {
    return database.first(
        """
        select game.state = 'paused' as paused, last_tick, slot, started_at, kind,
          answer_within_millis, url, key_variable, passed_over, last_turn, cadence,
          case when phase = 'closed' then last_tick else greatest(last_tick - 1, 0) end as last_closed,
          coalesce(phase = 'planned' and turn.state = 'due', false) and not exists (
            select from player_decision taken where taken.game_id = agent.game_id
              and taken.handle = agent.handle and taken_tick = last_tick) as open,
          exists (select from player_decision given where given.game_id = agent.game_id
            and given.handle = agent.handle and taken_tick is null) as given
        from agent join game on game.id = agent.game_id
        left join tick on tick.game_id = game.id and number = last_tick
        left join turn on turn.game_id = agent.game_id and turn.tick = last_tick
          and turn.handle = agent.handle
        where agent.game_id = :gameId and agent.handle = :handle
        """,
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setString("handle", handle);
        },
        Standings::read);
  }

  private static Standing read(ResultSet row) throws SQLException {
    var lastTick = row.getLong("last_tick");
    var open = row.getBoolean("open");
    return new Standing(
        row.getBoolean("paused"),
        lastTick,
        instant(row, "slot"),
        row.getLong("last_closed"),
        open,
        row.getBoolean("given"),
        open ? instant(row, "started_at").map(answerUntil(row)) : Optional.empty(),
        open ? lastTick : next(row));
  }

  private static UnaryOperator<Instant> answerUntil(ResultSet row) throws SQLException {
    var kind = AgentKinds.read(row);
    return startedAt -> PlayerTurns.answerUntil(startedAt, kind);
  }

  private static long next(ResultSet row) throws SQLException {
    var next = row.getLong("last_tick") + 1;
    var lastTurn = row.getLong("last_turn");
    return row.getBoolean("passed_over") || lastTurn == 0
        ? next
        : Math.max(next, lastTurn + row.getInt("cadence"));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }
}
