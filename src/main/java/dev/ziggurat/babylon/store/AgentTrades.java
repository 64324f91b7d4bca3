package dev.ziggurat.babylon.store;

import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Reads the trades of one agent in all markets, newest first. */
@Singleton
public class AgentTrades {

  private final Database database;

  AgentTrades(Database database) {
    this.database = database;
  }

  /**
   * A page of the agent's trades; empty if the agent does not exist.
   *
   * @param before the id of the previous page's last trade; empty for the first page
   * @param limit at most 200
   * @throws IllegalArgumentException if {@code before} is not an id of a trade
   */
  public List<TradeView> page(String game, String handle, Optional<String> before, int limit) {
    var from = before.map(FeedCursor::atAction).orElse(FeedCursor.NEWEST);
    return database.query(
        """
        select id, market_id, handle, tick, traded_at, bought, side, micro_points, micro_shares,
          price_after, (select question from babylon_market m
            where m.game_id = babylon_trade.game_id and m.id = market_id) as question
        from babylon_trade where game_id = :gameId and handle = :handle
          and (tick, position, action) < (:tick, :position, :action)
        order by tick desc, position desc, action desc limit :limit""",
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setString("handle", handle);
          parameters.setLong("tick", from.tick());
          parameters.setInt("position", from.position());
          parameters.setInt("action", from.action());
          parameters.setInt("limit", Paging.limit(limit));
        },
        MarketReader::trade);
  }
}
