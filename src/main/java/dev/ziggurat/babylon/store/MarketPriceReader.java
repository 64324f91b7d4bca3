package dev.ziggurat.babylon.store;

import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads price histories from the trades. */
@Singleton
public class MarketPriceReader {

  /** Max points of one history, including the opening. */
  static final int MAX_POINTS = 500;

  private static final double PRICE_UNITS = 10_000;
  private static final double EVEN = 0.5;

  private final Database database;

  MarketPriceReader(Database database) {
    this.database = database;
  }

  private record Traded(MarketPriceHistory.Point point, long ticks) {}

  /**
   * The prices of a market by tick; longer histories are sampled at a fixed interval plus the last
   * tick.
   */
  public Optional<MarketPriceHistory> find(String game, String market) {
    return opening(game, market)
        .map(
            opening -> {
              var traded = traded(game, market);
              var points = new ArrayList<MarketPriceHistory.Point>();
              points.add(opening);
              traded.forEach(each -> points.add(each.point()));
              return new MarketPriceHistory(
                  market,
                  List.copyOf(points),
                  traded.stream().mapToLong(Traded::ticks).findFirst().orElse(0));
            });
  }

  private Optional<MarketPriceHistory.Point> opening(String game, String market) {
    return database.first(
        "select opened_tick, opened_at from babylon_market where game_id = :gameId and id = :id",
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setString("id", market);
        },
        row ->
            new MarketPriceHistory.Point(
                row.getLong(1), Rows.instant(row, "opened_at").orElseThrow(), EVEN));
  }

  private List<Traded> traded(String game, String market) {
    return database.query(
        """
        with closing as (
          select distinct on (tick) tick, traded_at, price_after from babylon_trade
          where game_id = :gameId and market_id = :marketId
          order by tick desc, position desc, action desc),
        numbered as (
          select *, row_number() over (order by tick) as number, count(*) over () as ticks
          from closing)
        select tick, traded_at, price_after, ticks from numbered
        where number = ticks or number % ((ticks + :most - 1) / :most) = 0
        order by tick limit :limit""",
        parameters -> {
          int most = MAX_POINTS - 2;
          parameters.setString("gameId", game);
          parameters.setString("marketId", market);
          parameters.setInt("most", most);
          parameters.setInt("limit", MAX_POINTS - 1);
        },
        row ->
            new Traded(
                new MarketPriceHistory.Point(
                    row.getLong("tick"),
                    Rows.instant(row, "traded_at").orElseThrow(),
                    row.getInt("price_after") / PRICE_UNITS),
                row.getLong("ticks")));
  }
}
