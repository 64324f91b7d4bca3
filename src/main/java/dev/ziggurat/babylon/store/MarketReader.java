package dev.ziggurat.babylon.store;

import dev.ziggurat.db.Conditions;
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

  private static final String SELECT =
      "select "
          + Rows.MARKET_COLUMNS
          + """
          , asked, failure from babylon_market
          left join (select game_id as asking_game, market_id, asked, failure
            from babylon_resolution_request) request
            on asking_game = game_id and market_id = id
          """;

  private final Database database;

  MarketReader(Database database) {
    this.database = database;
  }

  /**
   * A page of markets.
   *
   * @param state the required state; empty for all
   * @param part of the question, in letters of any case; empty for all
   * @param before the id of the previous page's last market; empty for the first page
   * @param limit at most 200
   * @throws IllegalArgumentException if {@code before} is not an id of a market
   */
  public List<MarketView> page(
      String game,
      Optional<MarketState> state,
      Optional<String> part,
      Optional<String> before,
      int limit) {
    var from = before.map(MarketCursor::at).orElse(MarketCursor.NEWEST);
    var conditions =
        new Conditions()
            .add("game_id = :gameId", "gameId", game)
            .add("(opened_tick, ordinal) < (:tick, :ordinal)")
            .with("tick", from.tick())
            .with("ordinal", from.ordinal())
            .with("limit", Paging.limit(limit));
    state.ifPresent(wanted -> conditions.add(wanted.condition()));
    part.ifPresent(text -> conditions.addPart("question", "part", text));
    return database.query(
        SELECT + " " + conditions.sql() + " order by opened_tick desc, ordinal desc limit :limit",
        conditions::bind,
        MarketReader::view);
  }

  /** One market. */
  public Optional<MarketView> find(String game, String market) {
    return database.first(
        SELECT + " where game_id = :gameId and id = :id",
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setString("id", market);
        },
        MarketReader::view);
  }

  /**
   * A page of a market's trades; empty if the market does not exist.
   *
   * @param before the id of the previous page's last trade; empty for the first page
   * @param limit at most 200
   * @throws IllegalArgumentException if {@code before} is not an id of a trade
   */
  public List<TradeView> trades(String game, String market, Optional<String> before, int limit) {
    var from = before.map(FeedCursor::atAction).orElse(FeedCursor.NEWEST);
    return database.query(
        """
        select id, market_id, handle, tick, traded_at, bought, side, micro_points, micro_shares,
          price_after, (select question from babylon_market m
            where m.game_id = babylon_trade.game_id and m.id = market_id) as question
        from babylon_trade where game_id = :gameId and market_id = :marketId
          and (tick, position, action) < (:tick, :position, :action)
        order by tick desc, position desc, action desc limit :limit""",
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setString("marketId", market);
          parameters.setLong("tick", from.tick());
          parameters.setInt("position", from.position());
          parameters.setInt("action", from.action());
          parameters.setInt("limit", Paging.limit(limit));
        },
        MarketReader::trade);
  }

  private static MarketView view(ResultSet row) throws SQLException {
    var failure = Optional.ofNullable(row.getString("failure"));
    return MarketView.of(
        Rows.market(row),
        Optional.ofNullable(row.getObject("asked", Integer.class))
            .map(asked -> new MarketView.ResolverRequests(asked, failure)));
  }

  static TradeView trade(ResultSet row) throws SQLException {
    return new TradeView(
        row.getString("id"),
        row.getString("market_id"),
        row.getString("question"),
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
