package dev.ziggurat.httpworld;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.db.Database;
import dev.ziggurat.world.LeaderboardEntry;
import dev.ziggurat.world.Score;
import dev.ziggurat.world.Scores;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The scores of a game as its world last told them. */
final class HttpScores implements Scores {

  private final Database database;
  private final String unit;

  HttpScores(Database database, String unit) {
    this.database = database;
    this.unit = unit;
  }

  @Override
  public String unit() {
    return unit;
  }

  @Override
  public List<LeaderboardEntry> leaderboard(String game, int limit, int offset) {
    return database.joiningManyRows(() -> entries(game, limit, offset));
  }

  private List<LeaderboardEntry> entries(String game, int limit, int offset) {
    return database.query(
        """
        select rank() over (order by score desc) as place, handle, score
        from http_world_score join agent using (game_id, handle)
        where game_id = :gameId and agent.deleted_at is null
        order by score desc, handle limit :limit offset :offset
        """,
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setInt("limit", limit);
          parameters.setInt("offset", offset);
        },
        row ->
            new LeaderboardEntry(
                row.getLong(1), row.getString(2), row.getLong(3), Optional.empty()));
  }

  @Override
  public Map<String, Score> of(String game, Collection<String> handles) {
    return database
        .query(
            """
            select handle, score from http_world_score
            where game_id = :gameId and handle = any (:handles)
            """,
            parameters -> {
              parameters.setString("gameId", game);
              parameters.setTexts("handles", handles);
            },
            row -> Map.entry(row.getString(1), Score.of(row.getLong(2))))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Override
  public List<ObjectNode> holdings(String game, String handle) {
    return List.of();
  }
}
