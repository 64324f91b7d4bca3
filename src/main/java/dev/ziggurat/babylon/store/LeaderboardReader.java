package dev.ziggurat.babylon.store;

import dev.ziggurat.db.Conditions;
import dev.ziggurat.db.Database;
import dev.ziggurat.world.LeaderboardEntry;
import dev.ziggurat.world.Ranking;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Reads the leaderboard. */
@Singleton
public class LeaderboardReader {

  /**
   * The first part of a query: the value of agents' shares at current prices. Parameters are {@code
   * :gameId} and those of the inserted condition.
   */
  static final String HELD =
      """
      with priced as (
        select id, 1 / (1 + exp((no_micro_shares - yes_micro_shares)::double precision
          / liquidity_micro_points)) as price_yes
        from babylon_market where game_id = :gameId and resolved_at is null),
      held as (
        select handle, floor(sum(yes_micro_shares * price_yes
          + no_micro_shares * (1 - price_yes)))::bigint as worth
        from babylon_position join priced on priced.id = market_id
        where game_id = :gameId %s group by handle)
      """;

  private final Database database;

  LeaderboardReader(Database database) {
    this.database = database;
  }

  /**
   * A page of a game's agents by worth, descending.
   *
   * @param limit at most 200
   */
  public List<LeaderboardEntry> page(String game, int limit, int offset) {
    return database.joiningManyRows(() -> entries(game, limit, offset));
  }

  private List<LeaderboardEntry> entries(String game, int limit, int offset) {
    return database.query(
        HELD.formatted("")
            + """
        , standing as (
          select handle, micro_points, micro_points + coalesce(worth, 0) as worth
          from babylon_wallet left join held using (handle) where game_id = :gameId)
        select rank() over (order by worth desc) as place, handle, worth, micro_points
        from standing order by worth desc, handle limit :limit offset :offset""",
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setInt("limit", Paging.limit(limit));
          parameters.setInt("offset", Paging.offset(offset));
        },
        row ->
            new LeaderboardEntry(
                row.getLong("place"),
                row.getString("handle"),
                row.getLong("worth"),
                Optional.of(row.getLong("micro_points"))));
  }

  /**
   * A page of handles by worth.
   *
   * @param limit at most 200
   */
  public List<String> ranked(String game, Ranking ranking, int limit, int offset) {
    var conditions =
        new Conditions()
            .add("game_id = :gameId", "gameId", game)
            .add("(deleted_at is not null) = :deleted", "deleted", ranking.deleted())
            .with("limit", Paging.limit(limit))
            .with("offset", Paging.offset(offset));
    ranking.part().ifPresent(part -> conditions.addPart("handle", "part", part));
    return database.joiningManyRows(() -> handles(conditions, ranking));
  }

  private List<String> handles(Conditions conditions, Ranking ranking) {
    return database.query(
        HELD.formatted("")
            + """
            select handle from babylon_wallet join agent using (game_id, handle)
              left join held using (handle)
            """
            + conditions.sql()
            + " order by micro_points + coalesce(worth, 0)"
            + (ranking.descending() ? " desc" : "")
            + ", handle limit :limit offset :offset",
        conditions::bind,
        row -> row.getString("handle"));
  }
}
