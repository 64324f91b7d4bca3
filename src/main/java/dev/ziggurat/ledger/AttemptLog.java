package dev.ziggurat.ledger;

import dev.ziggurat.db.Database;
import dev.ziggurat.money.NanoDollars;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Reads single attempts for display. */
@Singleton
public class AttemptLog {

  /** Per query; a call has only a few attempts. */
  private static final int MAX_ATTEMPTS = 5_000;

  private final Database database;

  AttemptLog(Database database) {
    this.database = database;
  }

  /**
   * The attempts of these agents' turns in a tick, by start time: of decisions and their
   * guardrails, not of what agents remember or what an admin tried with their prompts.
   */
  public List<AttemptView> ofTurns(String game, long tick, Collection<String> handles) {
    return database.query(
        """
        select * from agent_attempt where game_id = :gameId and tick = :tick and handle = any(:handle)
          and source in ('tick', 'guardrail')
        order by at, ordinal limit :limit
        """,
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setLong("tick", tick);
          parameters.setTexts("handle", handles);
          parameters.setInt("limit", MAX_ATTEMPTS);
        },
        AttemptLog::read);
  }

  /** Reads the current row. */
  static AttemptView read(ResultSet row) throws SQLException {
    var cost = row.getLong("cost_nano");
    return new AttemptView(
        row.getString("handle"),
        row.getString("call_id"),
        row.getInt("ordinal"),
        row.getTimestamp("at").toInstant(),
        row.getString("provider"),
        row.getString("model_asked"),
        Optional.ofNullable(row.getString("model_answered")),
        row.getString("outcome"),
        Optional.ofNullable(row.getString("reason")),
        Optional.of(row.getInt("http_status")).filter(status -> status > 0),
        row.getLong("latency_millis"),
        tokens(row, "input_tokens"),
        tokens(row, "cached_tokens"),
        tokens(row, "cache_write_tokens"),
        tokens(row, "output_tokens"),
        tokens(row, "reasoning_tokens"),
        new NanoDollars(cost).microDollars(),
        cost,
        new NanoDollars(row.getLong("at_most_nano")).microDollars(),
        row.getBoolean("price_known"),
        row.getBoolean("simulated"),
        Optional.ofNullable(row.getString("request_id")),
        row.getInt("agents"));
  }

  private static Optional<Long> tokens(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, Long.class));
  }
}
