package dev.ziggurat.babylon.store;

import static dev.ziggurat.babylon.store.Rows.timestamp;

import dev.ziggurat.babylon.Changes;
import dev.ziggurat.babylon.Group;
import dev.ziggurat.babylon.Message;
import dev.ziggurat.babylon.Message.Recipient;
import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Saves the changes of conversations, at most one batch per table and kind. */
@Singleton
class ConversationWriter {

  private final Database database;

  ConversationWriter(Database database) {
    this.database = database;
  }

  void write(String game, Changes changes) {
    var direct =
        changes.messages().stream()
            .filter(message -> message.recipient() instanceof Recipient.OfAgent)
            .toList();
    writeGroups(game, changes);
    writeDirect(game, direct);
    writeMembers(game, changes.groups().values(), direct);
    writeMessages(game, changes.messages());
    writeCorrespondents(game, direct, changes.readUntil());
  }

  private void writeGroups(String game, Changes changes) {
    var latest =
        changes.messages().stream()
            .collect(Collectors.toMap(Message::conversation, Message::at, (_, later) -> later));
    database.batch(
        """
        insert into babylon_conversation (game_id, id, kind, name, opened_tick, opened_position,
          opened_action, opened_at, opened_by, members, messages, last_message_at)
        values (:gameId, :id, 'group', :name, :tick, :position, :action, :openedAt, :openedBy,
          :members, :messages, :lastMessageAt)
        on conflict (game_id, id) do update set members = excluded.members,
          messages = excluded.messages,
          last_message_at = coalesce(excluded.last_message_at,
            babylon_conversation.last_message_at)""",
        changes.groups().values(),
        (parameters, group) -> {
          HistoryWriter.setPlace(parameters, game, group.founding());
          parameters.setString("id", group.id());
          parameters.setString("name", group.name());
          parameters.setObject("openedAt", timestamp(group.at()));
          parameters.setString("openedBy", group.founder());
          parameters.setInt("members", group.members().size());
          parameters.setInt("messages", group.messages());
          var at = latest.get(group.id());
          parameters.setObject(
              "lastMessageAt", at == null ? null : timestamp(at), Types.TIMESTAMP_WITH_TIMEZONE);
        });
  }

  /** A direct conversation begins with its first message. */
  private void writeDirect(String game, List<Message> direct) {
    var conversations =
        direct.stream()
            .sorted(Comparator.comparing(Message::place))
            .collect(
                Collectors.groupingBy(Message::conversation, TreeMap::new, Collectors.toList()));
    database.batch(
        """
        insert into babylon_conversation (game_id, id, kind, opened_tick, opened_position,
          opened_action, opened_at, opened_by, members, messages, last_message_at)
        values (:gameId, :id, 'direct', :tick, :position, :action, :openedAt, :openedBy, 2,
          :messages, :lastMessageAt)
        on conflict (game_id, id) do update set
          messages = babylon_conversation.messages + excluded.messages,
          last_message_at = excluded.last_message_at""",
        conversations.values(),
        (parameters, messages) -> {
          var first = messages.getFirst();
          HistoryWriter.setPlace(parameters, game, first.place());
          parameters.setString("id", first.conversation());
          parameters.setObject("openedAt", timestamp(first.at()));
          parameters.setString("openedBy", first.author());
          parameters.setInt("messages", messages.size());
          parameters.setObject("lastMessageAt", timestamp(messages.getLast().at()));
        });
  }

  private void writeMembers(String game, Collection<Group> groups, List<Message> direct) {
    record Member(String conversation, String handle, int after) {}
    database.batch(
        """
        delete from babylon_conversation_member
        where game_id = :gameId and conversation_id = :conversationId""",
        groups,
        (parameters, group) -> {
          parameters.setString("gameId", game);
          parameters.setString("conversationId", group.id());
        });
    var members = new ArrayList<Member>();
    for (var group : groups) {
      group
          .members()
          .forEach((handle, after) -> members.add(new Member(group.id(), handle, after)));
    }
    for (var message : direct) {
      handles(message)
          .forEach(handle -> members.add(new Member(message.conversation(), handle, 0)));
    }
    database.batch(
        """
        insert into babylon_conversation_member (game_id, conversation_id, handle, after_number)
        values (:gameId, :conversationId, :handle, :afterNumber)
        on conflict (game_id, conversation_id, handle) do nothing""",
        members,
        (parameters, member) -> {
          parameters.setString("gameId", game);
          parameters.setString("conversationId", member.conversation());
          parameters.setString("handle", member.handle());
          parameters.setInt("afterNumber", member.after());
        });
  }

  private void writeMessages(String game, List<Message> messages) {
    database.batch(
        """
        insert into babylon_message (game_id, id, conversation_id, tick, position, action, sent_at,
          author, recipient, number, body)
        values (:gameId, :id, :conversationId, :tick, :position, :action, :sentAt, :author,
          :recipient, :number, :body)""",
        messages,
        (parameters, message) -> {
          HistoryWriter.setPlace(parameters, game, message.place());
          parameters.setString("conversationId", message.conversation());
          parameters.setObject("sentAt", timestamp(message.at()));
          parameters.setString("author", message.author());
          switch (message.recipient()) {
            case Recipient.OfAgent(var handle) -> {
              parameters.setString("recipient", handle);
              parameters.setObject("number", null, Types.INTEGER);
            }
            case Recipient.OfGroup(_, var number) -> {
              parameters.setString("recipient", (String) null);
              parameters.setInt("number", number);
            }
          }
          parameters.setString("body", message.text());
        });
  }

  private void writeCorrespondents(String game, List<Message> direct, Map<String, Long> readUntil) {
    var correspondents = new TreeMap<String, Long>();
    for (var message : direct) {
      handles(message).forEach(handle -> correspondents.put(handle, 0L));
    }
    correspondents.putAll(readUntil);
    database.batch(
        """
        insert into babylon_correspondent (game_id, handle, read_until)
        values (:gameId, :handle, :readUntil)
        on conflict (game_id, handle) do update
          set read_until = greatest(excluded.read_until, babylon_correspondent.read_until)""",
        correspondents.entrySet(),
        (parameters, correspondent) -> {
          parameters.setString("gameId", game);
          parameters.setString("handle", correspondent.getKey());
          parameters.setLong("readUntil", correspondent.getValue());
        });
  }

  private static Stream<String> handles(Message message) {
    return message.recipient() instanceof Recipient.OfAgent(var handle)
        ? Stream.of(message.author(), handle)
        : Stream.empty();
  }
}
