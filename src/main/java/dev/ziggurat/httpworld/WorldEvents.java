package dev.ziggurat.httpworld;

import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What happened in games, as their worlds told it. */
@Singleton
public class WorldEvents {

  private static final Pattern CURSOR = Pattern.compile("(\\d{1,18})-(\\d{1,9})");

  private final Database database;

  WorldEvents(Database database) {
    this.database = database;
  }

  /**
   * A page of events, newest first.
   *
   * @param tick only of this tick
   * @param before the cursor of the last event on the previous page
   * @param limit at most 201
   * @throws IllegalArgumentException if {@code before} is no cursor
   */
  public List<WorldEvent> page(
      String game, Optional<Long> tick, Optional<String> before, int limit) {
    var cursor = CURSOR.matcher(before.orElse(Long.MAX_VALUE / 10 + "-1"));
    if (!cursor.matches()) {
      throw new IllegalArgumentException("before: must be the cursor of an event");
    }
    return database.query(
        """
        select tick, ordinal, at, agent, text from http_world_event
        where game_id = :gameId and (tick, ordinal) < (:beforeTick, :beforeOrdinal)
          and tick >= :firstTick and tick <= :lastTick
        order by tick desc, ordinal desc limit :limit
        """,
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setLong("beforeTick", Long.parseLong(cursor.group(1)));
          parameters.setInt("beforeOrdinal", Integer.parseInt(cursor.group(2)));
          parameters.setLong("firstTick", tick.orElse(0L));
          parameters.setLong("lastTick", tick.orElse(Long.MAX_VALUE));
          parameters.setInt("limit", limit);
        },
        row ->
            new WorldEvent(
                row.getLong("tick"),
                row.getInt("ordinal"),
                row.getTimestamp("at").toInstant(),
                Optional.ofNullable(row.getString("agent")),
                row.getString("text")));
  }

  /** The cursor of the page that begins after this event. */
  public static String cursor(WorldEvent event) {
    return event.tick() + "-" + event.ordinal();
  }
}
