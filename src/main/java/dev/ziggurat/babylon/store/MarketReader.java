package dev.ziggurat.babylon.store;

import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Reads the markets of a game and their trades, newest first. */
@Singleton
public class MarketReader {

  private static final double PRICE_UNITS = 10_000;

  private final Database database;

  MarketReader(Database database) {
    this.database = database;
  }

  /**
   * A page of markets.
   *
   * @param limit at most 200
   */
  public List<MarketView> page(String game, int limit, int offset) {
    return database.query(
        "select "
            + Rows.MARKET_COLUMNS
            + " from babylon_market where game_id = ?"
            + " order by opened_tick desc, ordinal desc limit ? offset ?",
        statement -> {
          statement.setString(1, game);
          statement.setInt(2, Paging.limit(limit));
          statement.setInt(3, Paging.offset(offset));
        },
        row -> MarketView.of(Rows.market(row)));
  }

  /** One market. */
  public Optional<MarketView> find(String game, String market) {
    return database.first(
        "select " + Rows.MARKET_COLUMNS + " from babylon_market where game_id = ? and id = ?",
        statement -> {
          statement.setString(1, game);
          statement.setString(2, market);
        },
        row -> MarketView.of(Rows.market(row)));
  }

  /**
   * A page of a market's trades; none if there is no such market.
   *
   * @param limit at most 200
   */
  public List<TradeView> trades(String game, String market, int limit, int offset) {
    return database.query(
        """
        select id, market_id, handle, tick, traded_at, bought, side, micro_points, micro_shares,
          price_after
        from babylon_trade where game_id = ? and market_id = ?
        order by tick desc, position desc, action desc limit ? offset ?""",
        statement -> {
          statement.setString(1, game);
          statement.setString(2, market);
          statement.setInt(3, Paging.limit(limit));
          statement.setInt(4, Paging.offset(offset));
        },
        MarketReader::trade);
  }

  private static TradeView trade(ResultSet row) throws SQLException {
    return new TradeView(
        row.getString("id"),
        row.getString("market_id"),
        row.getString("handle"),
        row.getLong("tick"),
        Rows.instant(row, "traded_at").orElseThrow(),
        row.getBoolean("bought") ? "buy" : "sell",
        row.getString("side"),
        row.getLong("micro_points"),
        row.getLong("micro_shares"),
        row.getInt("price_after") / PRICE_UNITS);
  }
}
