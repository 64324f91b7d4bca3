package dev.ziggurat.babylon.store;

import static dev.ziggurat.babylon.store.Rows.timestamp;

import dev.ziggurat.babylon.Changes;
import dev.ziggurat.babylon.HistoryPosition;
import dev.ziggurat.babylon.News;
import dev.ziggurat.babylon.Post;
import dev.ziggurat.babylon.Trade;
import dev.ziggurat.db.Database;
import dev.ziggurat.db.Parameters;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;

/** Appends the immutable history: trades, posts, news. */
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
        values (:gameId, :id, :tick, :position, :action, :marketId, :handle, :tradedAt, :bought, :side,
          :microPoints, :microShares, :priceAfter)""",
        trades,
        (parameters, trade) -> {
          setPlace(parameters, game, trade.place());
          parameters.setString("marketId", trade.market());
          parameters.setString("handle", trade.handle());
          parameters.setObject("tradedAt", timestamp(trade.at()));
          parameters.setBoolean("bought", trade.bought());
          parameters.setString("side", trade.side().word());
          parameters.setLong("microPoints", trade.microPoints());
          parameters.setLong("microShares", trade.microShares());
          parameters.setInt("priceAfter", trade.priceAfter());
        });
  }

  private void writePosts(String game, List<Post> posts) {
    database.batch(
        """
        insert into babylon_post (game_id, id, tick, position, action, posted_at, author, on_post,
          body)
        values (:gameId, :id, :tick, :position, :action, :postedAt, :author, :onPost, :body)""",
        posts,
        (parameters, post) -> {
          setPlace(parameters, game, post.place());
          parameters.setObject("postedAt", timestamp(post.at()));
          parameters.setString("author", post.author());
          parameters.setString("onPost", post.on().orElse(null));
          parameters.setString("body", post.text());
        });
  }

  private void writeNews(String game, List<News> news) {
    database.batch(
        """
        insert into babylon_news (game_id, id, tick, ordinal, reported_at, body, about_market)
        values (:gameId, :id, :tick, :ordinal, :reportedAt, :body, :aboutMarket)""",
        news,
        (parameters, item) -> {
          parameters.setString("gameId", game);
          parameters.setString("id", item.id());
          parameters.setLong("tick", item.tick());
          parameters.setInt("ordinal", item.ordinal());
          parameters.setObject("reportedAt", timestamp(item.at()));
          parameters.setString("body", item.text());
          parameters.setString("aboutMarket", item.about().orElse(null));
        });
  }

  static void setPlace(Parameters parameters, String game, HistoryPosition place)
      throws SQLException {
    parameters.setString("gameId", game);
    parameters.setString("id", place.id());
    parameters.setLong("tick", place.tick());
    parameters.setInt("position", place.position());
    parameters.setInt("action", place.action());
  }
}
