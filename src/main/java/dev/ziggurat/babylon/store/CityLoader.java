package dev.ziggurat.babylon.store;

import static dev.ziggurat.babylon.store.Rows.MARKET_COLUMNS;
import static dev.ziggurat.babylon.store.Rows.POST_COLUMNS;

import dev.ziggurat.babylon.City;
import dev.ziggurat.babylon.Correspondence;
import dev.ziggurat.babylon.Feed;
import dev.ziggurat.babylon.GameSettings;
import dev.ziggurat.babylon.Market;
import dev.ziggurat.babylon.News;
import dev.ziggurat.babylon.Position;
import dev.ziggurat.babylon.Post;
import dev.ziggurat.babylon.RefusedAction;
import dev.ziggurat.babylon.Treasury;
import dev.ziggurat.db.Database;
import dev.ziggurat.world.Game;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Loads a city with eight queries, or eleven if its agents have written to each other; independent
 * of its number of agents.
 */
@Singleton
class CityLoader {

  private static final String NEWEST_FIRST = " order by tick desc, position desc, action desc ";

  private static final String NEWEST_POSTS =
      "select id, "
          + POST_COLUMNS
          + " from babylon_post where game_id = :gameId and on_post is null"
          + NEWEST_FIRST
          + "limit "
          + Feed.POSTS;

  private static final String THEIR_COMMENTS =
      "with shown as ("
          + NEWEST_POSTS
          + ") select comment.* from shown cross join lateral (select "
          + POST_COLUMNS
          + " from babylon_post where game_id = :gameId and on_post = shown.id"
          + NEWEST_FIRST
          + "limit "
          + Feed.COMMENTS
          + ") comment";

  private final Database database;
  private final ConversationLoader conversations;

  CityLoader(Database database, ConversationLoader conversations) {
    this.database = database;
    this.conversations = conversations;
  }

  /** The city of a game, if stored. */
  Optional<City> load(Game game) {
    return database
        .first(
            """
            select house_micro_points, minted_micro_points, founded_micro_points,
              start_micro_points, liquidity_micro_points, settings, digest,
              exists (select from babylon_conversation c where c.game_id = :gameId) as conversed
            from babylon_house where game_id = :gameId""",
            parameters -> parameters.setString("gameId", game.id()),
            House::read)
        .map(house -> new City(game, house.settings(), snapshot(game.id(), house)));
  }

  private City.Snapshot snapshot(String game, House house) {
    return new City.Snapshot(
        house.treasury(),
        wallets(game),
        markets(game),
        positions(game),
        refusals(game),
        new Feed(posts(game), comments(game), news(game)),
        house.conversed()
            ? conversations.load(game)
            : new Correspondence(List.of(), List.of(), Map.of()),
        house.digest());
  }

  private Map<String, Long> wallets(String game) {
    return database
        .query(
            "select handle, micro_points from babylon_wallet where game_id = :gameId",
            parameters -> parameters.setString("gameId", game),
            row -> Map.entry(row.getString(1), row.getLong(2)))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private List<Market> markets(String game) {
    return database.query(
        "select "
            + MARKET_COLUMNS
            + " from babylon_market where game_id = :gameId and resolved_at is null",
        parameters -> parameters.setString("gameId", game),
        Rows::market);
  }

  private List<Position> positions(String game) {
    return database.query(
        """
        select market_id, handle, p.yes_micro_shares, p.no_micro_shares, p.spent_micro_points
        from babylon_market m
        join babylon_position p on p.game_id = m.game_id and p.market_id = m.id
        where m.game_id = :gameId and m.resolved_at is null""",
        parameters -> parameters.setString("gameId", game),
        row ->
            new Position(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5)));
  }

  private Map<String, List<RefusedAction>> refusals(String game) {
    record Of(String handle, RefusedAction refusal) {}
    return database
        .query(
            """
            select handle, action, reason from babylon_refusal where game_id = :gameId
            order by handle, ordinal""",
            parameters -> parameters.setString("gameId", game),
            row -> new Of(row.getString(1), new RefusedAction(row.getString(2), row.getString(3))))
        .stream()
        .collect(
            Collectors.groupingBy(
                Of::handle, TreeMap::new, Collectors.mapping(Of::refusal, Collectors.toList())));
  }

  private List<Post> posts(String game) {
    return database
        .query(NEWEST_POSTS, parameters -> parameters.setString("gameId", game), Rows::post)
        .reversed();
  }

  private List<Post> comments(String game) {
    return database.query(
        THEIR_COMMENTS, parameters -> parameters.setString("gameId", game), Rows::post);
  }

  private List<News> news(String game) {
    return database
        .query(
            "select tick, ordinal, reported_at, body, about_market from babylon_news"
                + " where game_id = :gameId order by tick desc, ordinal desc limit "
                + Feed.NEWS,
            parameters -> parameters.setString("gameId", game),
            Rows::news)
        .reversed();
  }

  private record House(Treasury treasury, GameSettings settings, String digest, boolean conversed) {
    static House read(ResultSet row) throws SQLException {
      return new House(
          new Treasury(row.getLong("house_micro_points"), row.getLong("minted_micro_points")),
          StoredSettings.read(row, "settings", "liquidity_micro_points"),
          row.getString("digest"),
          row.getBoolean("conversed"));
    }
  }
}
