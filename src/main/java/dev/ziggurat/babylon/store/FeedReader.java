package dev.ziggurat.babylon.store;

import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Reads the feed of a game, newest first. */
@Singleton
public class FeedReader {

  private final Database database;

  FeedReader(Database database) {
    this.database = database;
  }

  /**
   * A page of posts, comments and news.
   *
   * @param before the id of the previous page's last item; empty for the first page
   * @param limit at most 200
   * @throws IllegalArgumentException if {@code before} is not an id of an item
   */
  public List<FeedItem> page(String game, Optional<String> before, int limit) {
    var from = before.map(FeedCursor::at).orElse(FeedCursor.NEWEST);
    int rows = Paging.limit(limit);
    return database.query(
        """
        (select id, case when on_post is null then 'post' else 'comment' end as kind, tick,
            position, action, posted_at as at, author, on_post, body, null as about_market
          from babylon_post
          where game_id = :gameId and (tick, position, action) < (:tick, :position, :action)
          order by tick desc, position desc, action desc limit :limit)
        union all
        (select id, 'news', tick, 2147483647, ordinal, reported_at, null, null, body, about_market
          from babylon_news
          where game_id = :gameId and (tick, ordinal) < (:tick, :ordinal)
          order by tick desc, ordinal desc limit :limit)
        order by tick desc, position desc, action desc limit :limit""",
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setLong("tick", from.tick());
          parameters.setInt("position", from.position());
          parameters.setInt("action", from.action());
          parameters.setInt("limit", rows);

          parameters.setInt("ordinal", from.ordinal());
        },
        row ->
            new FeedItem(
                row.getString("id"),
                row.getString("kind"),
                row.getLong("tick"),
                Rows.instant(row, "at").orElseThrow(),
                Optional.ofNullable(row.getString("author")),
                Optional.ofNullable(row.getString("on_post")),
                row.getString("body"),
                Optional.ofNullable(row.getString("about_market"))));
  }
}
