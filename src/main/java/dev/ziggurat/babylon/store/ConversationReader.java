package dev.ziggurat.babylon.store;

import dev.ziggurat.babylon.HistoryPosition;
import dev.ziggurat.db.Conditions;
import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Reads the conversations of a game and their messages, newest first. */
@Singleton
public class ConversationReader {

  private static final String SELECT =
      """
      select id, kind, name, opened_tick, opened_position, opened_action, opened_at, opened_by,
        messages, last_message_at,
        array(select handle from babylon_conversation_member m
          where m.game_id = c.game_id and m.conversation_id = c.id order by handle) as handles
      from babylon_conversation c
      """;

  private final Database database;

  ConversationReader(Database database) {
    this.database = database;
  }

  /**
   * A page of conversations, the latest opened first.
   *
   * @param agent only those that this agent is in now; empty for all
   * @param before {@code openedWith} of the previous page's last one; empty for the first page
   * @param limit at most 200
   * @throws IllegalArgumentException if {@code before} is not an id of an action
   */
  public List<ConversationView> page(
      String game, Optional<String> agent, Optional<String> before, int limit) {
    var from = before.map(FeedCursor::atAction).orElse(FeedCursor.NEWEST);
    var conditions =
        new Conditions()
            .add("game_id = :gameId", "gameId", game)
            .add("(opened_tick, opened_position, opened_action) < (:tick, :position, :action)")
            .with("tick", from.tick())
            .with("position", from.position())
            .with("action", from.action())
            .with("limit", Paging.limit(limit));
    agent.ifPresent(
        handle ->
            conditions.add(
                """
                exists (select from babylon_conversation_member m
                  where m.game_id = c.game_id and m.conversation_id = c.id and m.handle = :handle)""",
                "handle",
                handle));
    return database.query(
        SELECT
            + conditions.sql()
            + " order by opened_tick desc, opened_position desc, opened_action desc limit :limit",
        conditions::bind,
        ConversationReader::conversation);
  }

  /** One conversation. */
  public Optional<ConversationView> find(String game, String conversation) {
    return database.first(
        SELECT + "where game_id = :gameId and id = :id",
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setString("id", conversation);
        },
        ConversationReader::conversation);
  }

  /**
   * A page of a conversation's messages; empty if there is no such conversation.
   *
   * @param before the id of the previous page's last message; empty for the first page
   * @param limit at most 200
   * @throws IllegalArgumentException if {@code before} is not an id of a message
   */
  public List<MessageView> messages(
      String game, String conversation, Optional<String> before, int limit) {
    var from = before.map(FeedCursor::atAction).orElse(FeedCursor.NEWEST);
    return database.query(
        """
        select id, tick, sent_at, author, body from babylon_message
        where game_id = :gameId and conversation_id = :conversationId
          and (tick, position, action) < (:tick, :position, :action)
        order by tick desc, position desc, action desc limit :limit""",
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setString("conversationId", conversation);
          parameters.setLong("tick", from.tick());
          parameters.setInt("position", from.position());
          parameters.setInt("action", from.action());
          parameters.setInt("limit", Paging.limit(limit));
        },
        row ->
            new MessageView(
                row.getString("id"),
                row.getLong("tick"),
                Rows.instant(row, "sent_at").orElseThrow(),
                row.getString("author"),
                row.getString("body")));
  }

  private static ConversationView conversation(ResultSet row) throws SQLException {
    var opened =
        new HistoryPosition(
            row.getLong("opened_tick"), row.getInt("opened_position"), row.getInt("opened_action"));
    return new ConversationView(
        row.getString("id"),
        row.getString("kind"),
        Optional.ofNullable(row.getString("name")),
        List.of((String[]) row.getArray("handles").getArray()),
        opened.id(),
        opened.tick(),
        Rows.instant(row, "opened_at").orElseThrow(),
        row.getString("opened_by"),
        row.getInt("messages"),
        Rows.instant(row, "last_message_at"));
  }
}
