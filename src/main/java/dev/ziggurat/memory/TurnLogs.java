package dev.ziggurat.memory;

import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Writes and reads the log of turns. */
@Singleton
public class TurnLogs {

  private final Database database;

  TurnLogs(Database database) {
    this.database = database;
  }

  /** What agents were worth after their last turns, in millionths, by handle. */
  public Map<String, Long> lastWorths(String game, Collection<String> handles) {
    return database
        .query(
            """
            select agent.handle, coalesce(turn.score_micro, turn.worth) as worth from agent
            join turn on turn.game_id = agent.game_id and turn.tick = agent.last_turn
              and turn.handle = agent.handle
            where agent.game_id = :gameId and agent.handle = any(:handles)
              and coalesce(turn.score_micro, turn.worth) is not null
            """,
            parameters -> {
              parameters.setString("gameId", game);
              parameters.setTexts("handles", handles);
            },
            row -> Map.entry(row.getString(1), row.getLong(2)))
        .stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Writes the log of a tick's turns by one statement, in the caller's transaction. */
  public void write(String game, long tick, List<TurnLog> turns) {
    if (turns.isEmpty()) {
      return;
    }
    database.update(
        """
        insert into memory_entry (game_id, handle, tick, kind, text, importance, played)
        select :gameId, handle, :tick, 'turn', text, importance, true
        from unnest(:handles::text[], :texts::text[], :importances::text[]::integer[])
          as logged (handle, text, importance)
        on conflict do nothing
        """,
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setLong("tick", tick);
          parameters.setTexts("handles", turns.stream().map(TurnLog::handle).toList());
          parameters.setTexts("texts", turns.stream().map(TurnLog::text).toList());
          parameters.setTexts(
              "importances",
              turns.stream().map(turn -> Integer.toString(turn.importance())).toList());
        });
  }

  /**
   * An entry of the log as it is stored.
   *
   * @param text empty if somebody deleted it
   * @param editedBy who changed or deleted it
   */
  public record Stored(
      long tick, String handle, Optional<String> text, int importance, Optional<String> editedBy) {}

  /** The stored log of these ticks, in order. Trimmed entries are not in it. */
  public List<Stored> between(String game, long first, long last) {
    return database.query(
        """
        select entry.tick, entry.handle, case when deleted_at is null then text end as text, importance,
          edited_by
        from turn join memory_entry entry on entry.game_id = turn.game_id
          and entry.handle = turn.handle and entry.tick = turn.tick and entry.kind = 'turn' and entry.played
        where turn.game_id = :gameId and turn.tick between :first and :last
        order by entry.tick, entry.handle
        """,
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setLong("first", first);
          parameters.setLong("last", last);
        },
        TurnLogs::stored);
  }

  private static Stored stored(ResultSet row) throws SQLException {
    return new Stored(
        row.getLong("tick"),
        row.getString("handle"),
        Optional.ofNullable(row.getString("text")),
        row.getInt("importance"),
        Optional.ofNullable(row.getString("edited_by")));
  }

  /** What agents were worth in these ticks, in millionths, by tick and handle. */
  public Map<Long, Map<String, Long>> worths(String game, long first, long last) {
    return database
        .query(
            """
            select tick, handle, coalesce(score_micro, worth) as worth from turn
            where game_id = :gameId and tick between :first and :last
              and coalesce(score_micro, worth) is not null
            """,
            parameters -> {
              parameters.setString("gameId", game);
              parameters.setLong("first", first);
              parameters.setLong("last", last);
            },
            row -> new Worth(row.getLong(1), row.getString(2), row.getLong(3)))
        .stream()
        .collect(
            Collectors.groupingBy(
                Worth::tick, Collectors.toUnmodifiableMap(Worth::handle, Worth::value)));
  }

  private record Worth(long tick, String handle, long value) {}

  /** The worth of an agent in a map of such; empty if it is not in it. */
  public static OptionalLong of(Map<String, Long> worths, String handle) {
    var worth = worths.get(handle);
    return worth == null ? OptionalLong.empty() : OptionalLong.of(worth);
  }

  /**
   * Keeps the agents' memories to their limit: the least important go, the oldest of them first.
   *
   * @param entries the most of an agent
   */
  public void trim(String game, int entries) {
    database.update(
        """
        delete from memory_entry where id in (
          select surplus.id from agent cross join lateral (
            select id from memory_entry
            where memory_entry.game_id = agent.game_id and memory_entry.handle = agent.handle
            order by importance desc, tick desc, id desc offset :entries) as surplus
          where agent.game_id = :gameId)
        """,
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setInt("entries", entries);
        });
  }
}
