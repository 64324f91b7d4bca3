package dev.ziggurat.memory;

import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Reads which agents are due to reflect, and what they reflect on. */
@Singleton
class DueReflections {

  /** The most entries that one reflection looks at. */
  private static final int MAX_LINES = 100;

  /** More than the agents of any game. */
  private static final int MAX_AGENTS = 10_000;

  private final Database database;

  DueReflections(Database database) {
    this.database = database;
  }

  /** An agent that is due to reflect. */
  record Due(String handle, String persona) {}

  /**
   * The handles of agents with something new to reflect on that have not been asked for this tick,
   * those whose last reflection is longest ago first.
   *
   * @param after the due tick before this one
   */
  List<String> handles(String game, long after, long due) {
    return database.query(
        """
        select handle from agent
        where game_id = :gameId and deleted_at is null and kind = 'model'
          and exists (
            select from memory_entry where memory_entry.game_id = agent.game_id
              and memory_entry.handle = agent.handle and memory_entry.tick > :after
              and memory_entry.kind = 'turn' and memory_entry.played and memory_entry.deleted_at is null)
          and not exists (
            select from memory_reflection asked where asked.game_id = agent.game_id
              and asked.handle = agent.handle and asked.tick = :due)
        order by (select max(tick) from memory_reflection asked where asked.game_id = agent.game_id
          and asked.handle = agent.handle) nulls first, handle
        limit :limit
        """,
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setLong("after", after);
          parameters.setLong("due", due);
          parameters.setInt("limit", MAX_AGENTS);
        },
        row -> row.getString(1));
  }

  /** The agents of these handles that are still there. */
  List<Due> agents(String game, Collection<String> handles) {
    return database.query(
        """
        select handle, persona from agent
        where game_id = :gameId and handle = any(:handles) and deleted_at is null
        """,
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setTexts("handles", handles);
        },
        row -> new Due(row.getString(1), row.getString(2)));
  }

  /** The newest entries of these agents by handle, the newest first. */
  Map<String, List<MemoryLine>> newest(String game, Collection<String> handles) {
    return database
        .query(
            """
            select entry.handle, entry.id, entry.tick, entry.kind, entry.text
            from unnest(:handles::text[]) as asked (handle) cross join lateral (
              select handle, id, tick, kind, text from memory_entry
              where game_id = :gameId and memory_entry.handle = asked.handle and deleted_at is null
              order by tick desc, id desc limit :limit) as entry
            order by entry.handle, entry.tick desc, entry.id desc
            """,
            parameters -> {
              parameters.setTexts("handles", handles);
              parameters.setString("gameId", game);
              parameters.setInt("limit", MAX_LINES);
            },
            row -> Map.entry(row.getString("handle"), line(row)))
        .stream()
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
  }

  private static MemoryLine line(ResultSet row) throws SQLException {
    return new MemoryLine(
        row.getObject("id", UUID.class),
        row.getLong("tick"),
        row.getString("kind"),
        row.getString("text"));
  }
}
