package dev.ziggurat.babylon.store;

import static dev.ziggurat.babylon.store.Rows.timestamp;

import dev.ziggurat.babylon.Changes;
import dev.ziggurat.babylon.HistoryPosition;
import dev.ziggurat.babylon.News;
import dev.ziggurat.babylon.Post;
import dev.ziggurat.babylon.Trade;
import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Appends what is never changed again: trades, posts, news. */
@Singleton
class HistoryWriter {

  private final Database database;

  HistoryWriter(Database database) {
    this.database = database;
  }

  void write(String game, Changes changes) {
    writeTrades(game, changes.trades());
    writePosts(game, changes.posts());
    writeNews(game, changes.news());
  }

  private void writeTrades(String game, List<Trade> trades) {
    database.batch(
        """
        insert into babylon_trade (game_id, id, tick, position, action, market_id, handle, traded_at,
          bought, side, micro_points, micro_shares, price_after)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        trades,
        (statement, trade) -> {
          setPlace(statement, game, trade.place());
          statement.setString(6, trade.market());
          statement.setString(7, trade.handle());
          statement.setObject(8, timestamp(trade.at()));
          statement.setBoolean(9, trade.bought());
          statement.setString(10, trade.side().word());
          statement.setLong(11, trade.microPoints());
          statement.setLong(12, trade.microShares());
          statement.setInt(13, trade.priceAfter());
        });
  }

  private void writePosts(String game, List<Post> posts) {
    database.batch(
        """
        insert into babylon_post (game_id, id, tick, position, action, posted_at, author, on_post,
          body)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        posts,
        (statement, post) -> {
          setPlace(statement, game, post.place());
          statement.setObject(6, timestamp(post.at()));
          statement.setString(7, post.author());
          statement.setString(8, post.on().orElse(null));
          statement.setString(9, post.text());
        });
  }

  private void writeNews(String game, List<News> news) {
    database.batch(
        """
        insert into babylon_news (game_id, id, tick, ordinal, reported_at, body, about_market)
        values (?, ?, ?, ?, ?, ?, ?)""",
        news,
        (statement, item) -> {
          statement.setString(1, game);
          statement.setString(2, item.id());
          statement.setLong(3, item.tick());
          statement.setInt(4, item.ordinal());
          statement.setObject(5, timestamp(item.at()));
          statement.setString(6, item.text());
          statement.setString(7, item.about().orElse(null));
        });
  }

  private static void setPlace(PreparedStatement statement, String game, HistoryPosition place)
      throws SQLException {
    statement.setString(1, game);
    statement.setString(2, place.id());
    statement.setLong(3, place.tick());
    statement.setInt(4, place.position());
    statement.setInt(5, place.action());
  }
}
