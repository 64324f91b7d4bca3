package dev.ziggurat.babylon.store;

import dev.ziggurat.db.Database;
import dev.ziggurat.world.LeaderboardEntry;
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
}
