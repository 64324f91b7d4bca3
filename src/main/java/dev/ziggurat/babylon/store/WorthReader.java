package dev.ziggurat.babylon.store;

import dev.ziggurat.db.Database;
import dev.ziggurat.world.Score;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the scores of some agents without ranking the whole game. */
@Singleton
public class WorthReader {

  private final Database database;

  WorthReader(Database database) {
    this.database = database;
  }

  /** The scores of these agents by handle; without agents not yet paid their initial balance. */
  public Map<String, Score> of(String game, Collection<String> handles) {
    return database
        .query(
            LeaderboardReader.HELD.formatted("and handle = any(:handles)")
                + """
                select handle, micro_points, micro_points + coalesce(worth, 0) as worth,
                  micro_points + coalesce(worth, 0) - start_micro_points as profit
                from babylon_wallet wallet join babylon_house using (game_id)
                  left join held using (handle)
                where game_id = :gameId and handle = any(:handles)""",
            parameters -> {
              parameters.setString("gameId", game);
              parameters.setTexts("handles", handles);
            },
            row ->
                Map.entry(
                    row.getString("handle"),
                    new Score(
                        row.getLong("worth"),
                        Optional.of(row.getLong("micro_points")),
                        Optional.of(row.getLong("profit")))))
        .stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
