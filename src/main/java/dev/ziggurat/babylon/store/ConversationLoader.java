package dev.ziggurat.babylon.store;

import dev.ziggurat.babylon.Correspondence;
import dev.ziggurat.babylon.Group;
import dev.ziggurat.babylon.HistoryPosition;
import dev.ziggurat.babylon.Message;
import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Loads the groups that have members, and the latest messages of groups and agents. */
@Singleton
class ConversationLoader {

  private static final String COLUMNS =
      "tick, position, action, sent_at, author, recipient, conversation_id, number, body";

  /**
   * Of each agent the newest messages that it sent to or got from a single other one; some are the
   * newest of both.
   */
  private static final String DIRECT =
      """
      select each.* from babylon_correspondent c cross join lateral (
        select * from (
          (select %1$s from babylon_message m
            where m.game_id = :gameId and m.author = c.handle and m.recipient is not null
            %2$s)
          union all
          (select %1$s from babylon_message m
            where m.game_id = :gameId and m.recipient = c.handle
            %2$s)) as either
        %2$s) as each
      where c.game_id = :gameId
      """;

  private static final String OF_GROUPS =
      """
      select each.* from babylon_conversation c cross join lateral (
        select %1$s from babylon_message m
        where m.game_id = :gameId and m.conversation_id = c.id
        %2$s) as each
      where c.game_id = :gameId and c.kind = 'group' and c.members > 0
      """;

  private static final String NEWEST =
      "order by tick desc, position desc, action desc limit " + Correspondence.KEPT;

  private static final String MESSAGES =
      (DIRECT + "union all\n" + OF_GROUPS).formatted(COLUMNS, NEWEST);

  private final Database database;

  ConversationLoader(Database database) {
    this.database = database;
  }

  Correspondence load(String game) {
    return new Correspondence(groups(game), messages(game), readUntil(game));
  }

  private List<Group> groups(String game) {
    return database.query(
        """
        select opened_tick, opened_position, opened_action, opened_at, opened_by, name, messages,
          handles, befores
        from babylon_conversation c cross join lateral (
          select array_agg(handle) as handles, array_agg(after_number) as befores
          from babylon_conversation_member m
          where m.game_id = c.game_id and m.conversation_id = c.id) as present
        where c.game_id = :gameId and c.kind = 'group' and c.members > 0""",
        parameters -> parameters.setString("gameId", game),
        ConversationLoader::group);
  }

  private static Group group(ResultSet row) throws SQLException {
    var handles = (String[]) row.getArray("handles").getArray();
    var befores = (Integer[]) row.getArray("befores").getArray();
    var members = new TreeMap<String, Integer>();
    for (var i = 0; i < handles.length; i++) {
      members.put(handles[i], befores[i]);
    }
    return new Group(
        new HistoryPosition(
            row.getLong("opened_tick"), row.getInt("opened_position"), row.getInt("opened_action")),
        Rows.instant(row, "opened_at").orElseThrow(),
        row.getString("opened_by"),
        row.getString("name"),
        members,
        row.getInt("messages"));
  }

  private Collection<Message> messages(String game) {
    // Not by "distinct", which takes the database longer than all the rest.
    return database
        .query(MESSAGES, parameters -> parameters.setString("gameId", game), Rows::message)
        .stream()
        .collect(Collectors.toMap(Message::place, Function.identity(), (same, _) -> same))
        .values();
  }

  private Map<String, Long> readUntil(String game) {
    return database
        .query(
            "select handle, read_until from babylon_correspondent"
                + " where game_id = :gameId and read_until > 0",
            parameters -> parameters.setString("gameId", game),
            row -> Map.entry(row.getString(1), row.getLong(2)))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
