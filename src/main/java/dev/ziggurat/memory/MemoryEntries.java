package dev.ziggurat.memory;

import dev.ziggurat.db.Conditions;
import dev.ziggurat.db.Database;
import dev.ziggurat.db.Parameters;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Reads and edits what agents remember. */
@Singleton
public class MemoryEntries {

  private static final String SELECT =
      """
      select id, tick, kind, text, importance, created_at, edited_at, edited_by, version,
        id = any(coalesce((
          select shown_memories from turn where turn.game_id = memory_entry.game_id
            and turn.handle = memory_entry.handle and shown_memories is not null
          order by turn.tick desc limit 1), '{}')) as shown
      from memory_entry
      """;

  private static final char CURSOR = '.';

  private final Database database;

  MemoryEntries(Database database) {
    this.database = database;
  }

  /** Where a page begins: after this entry. */
  private record Cursor(long tick, UUID id) {

    private static Cursor of(String text) {
      var at = text.indexOf(CURSOR);
      if (at < 0) {
        throw new IllegalArgumentException(text);
      }
      return new Cursor(
          Long.parseLong(text.substring(0, at)), UUID.fromString(text.substring(at + 1)));
    }
  }

  /** The cursor of the page that begins after this entry. */
  public static String cursor(MemoryEntry entry) {
    return Long.toString(entry.tick()) + CURSOR + entry.id();
  }

  /**
   * A page of an agent's memory, the newest first.
   *
   * @param kind of {@link MemoryKind#ALL}; empty for all
   * @param cursor where the previous page ended, by {@link #cursor}
   * @throws IllegalArgumentException for an invalid cursor
   */
  public List<MemoryEntry> page(
      String game, String handle, Optional<String> kind, Optional<String> cursor, int limit) {
    var conditions =
        new Conditions()
            .add("game_id = :gameId", "gameId", game)
            .add("handle = :handle", "handle", handle)
            .add("deleted_at is null")
            .with("limit", limit);
    kind.ifPresent(only -> conditions.add("kind = :kind", "kind", only));
    cursor
        .map(Cursor::of)
        .ifPresent(
            last ->
                conditions
                    .add("(tick, id) < (:tick, :id)", "tick", last.tick())
                    .with("id", last.id()));
    return database.query(
        SELECT + conditions.sql() + " order by tick desc, id desc limit :limit",
        conditions::bind,
        MemoryEntries::read);
  }

  /** One entry of an agent. */
  public Optional<MemoryEntry> find(String game, String handle, UUID id) {
    return one(game, handle, id, "");
  }

  /** One entry of an agent. Locks it until the transaction ends. */
  public Optional<MemoryEntry> locked(String game, String handle, UUID id) {
    return one(game, handle, id, " for update of memory_entry");
  }

  private Optional<MemoryEntry> one(String game, String handle, UUID id, String how) {
    return database.first(
        SELECT
            + "where game_id = :gameId and handle = :handle and id = :id and deleted_at is null"
            + how,
        parameters -> of(parameters, game, handle, id),
        MemoryEntries::read);
  }

  private static void of(Parameters parameters, String game, String handle, UUID id)
      throws SQLException {
    parameters.setString("gameId", game);
    parameters.setString("handle", handle);
    parameters.setObject("id", id);
  }

  private static MemoryEntry read(ResultSet row) throws SQLException {
    return new MemoryEntry(
        row.getObject("id", UUID.class),
        row.getLong("tick"),
        row.getString("kind"),
        row.getString("text"),
        row.getInt("importance"),
        row.getBoolean("shown"),
        row.getTimestamp("created_at").toInstant(),
        Optional.ofNullable(row.getTimestamp("edited_at")).map(Timestamp::toInstant),
        Optional.ofNullable(row.getString("edited_by")),
        row.getLong("version"));
  }

  /** Adds a note as of the game's last tick, in the caller's transaction. */
  public UUID add(String game, String handle, String text, int importance, String who) {
    return database
        .first(
            """
            insert into memory_entry (game_id, handle, tick, kind, text, importance, edited_by)
            select id, :handle, last_tick, 'note', :text, :importance, :who from game where id = :gameId
            returning id
            """,
            parameters -> {
              parameters.setString("gameId", game);
              parameters.setString("handle", handle);
              parameters.setString("text", text);
              parameters.setInt("importance", importance);
              parameters.setString("who", who);
            },
            row -> row.getObject(1, UUID.class))
        .orElseThrow();
  }

  /**
   * Changes an entry, in the caller's transaction, and raises its version. Nothing is left of the
   * former text, nor its vector.
   */
  public void change(String game, String handle, MemoryEntry edited, String who, Instant now) {
    database.update(
        """
        with outdated as (
          delete from memory_vector where entry_id = :id and text_md5 <> md5(:text)::uuid)
        update memory_entry set text = :text, importance = :importance, edited_at = :editedAt,
          edited_by = :editedBy, version = version + 1
        where game_id = :gameId and handle = :handle and id = :id
        """,
        parameters -> {
          of(parameters, game, handle, edited.id());
          parameters.setString("text", edited.text());
          parameters.setInt("importance", edited.importance());
          parameters.setInstant("editedAt", now);
          parameters.setString("editedBy", who);
        });
  }

  /**
   * Deletes an entry, in the caller's transaction. Of a turn's, a row without text stays, so that a
   * replay can say that it was there.
   */
  public void delete(String game, String handle, UUID id, String who, Instant now) {
    database.update(
        """
        with unembedded as (
          delete from memory_vector where entry_id = :id),
        emptied as (
          update memory_entry set text = '', importance = 1, deleted_at = :deletedAt,
            edited_by = :editedBy, version = version + 1
          where game_id = :gameId and handle = :handle and id = :id and kind = 'turn' and played)
        delete from memory_entry
        where game_id = :gameId and handle = :handle and id = :id and not (kind = 'turn' and played)
        """,
        parameters -> {
          of(parameters, game, handle, id);
          parameters.setInstant("deletedAt", now);
          parameters.setString("editedBy", who);
        });
  }

  /** Those of the agents that remember something. */
  public Set<String> remembering(String game, Collection<String> handles) {
    return new HashSet<>(
        database.query(
            """
            select handle from unnest(:handles::text[]) as asked (handle)
            where exists (select from memory_entry where game_id = :gameId
              and memory_entry.handle = asked.handle and deleted_at is null)
            """,
            parameters -> {
              parameters.setTexts("handles", handles);
              parameters.setString("gameId", game);
            },
            row -> row.getString(1)));
  }

  /** An entry with its place in {@link #portable}. */
  public record Placed(UUID id, PortableMemory memory) {}

  /** What an agent remembers as exports have it, the oldest first, after this one. */
  public List<Placed> portable(String game, String handle, Optional<Placed> after, int limit) {
    return database.query(
        """
        select id, tick, kind, text, importance from memory_entry
        where game_id = :gameId and handle = :handle and deleted_at is null
          and (tick, id) > (:tick, :id)
        order by tick, id limit :limit
        """,
        parameters -> {
          of(parameters, game, handle, after.map(Placed::id).orElse(new UUID(0, 0)));
          parameters.setLong("tick", after.map(last -> last.memory().tick()).orElse(-1L));
          parameters.setInt("limit", limit);
        },
        row ->
            new Placed(
                row.getObject("id", UUID.class),
                new PortableMemory(
                    row.getLong("tick"),
                    row.getString("kind"),
                    row.getString("text"),
                    row.getInt("importance"))));
  }

  /** What one agent is to remember besides. */
  public record Given(String handle, PortableMemory memory) {}

  /**
   * Adds imported entries in the caller's transaction, in their order, except those that an agent
   * has already, as often as it has them.
   *
   * @return how many were added
   */
  public int take(String game, List<Given> given) {
    return database.update(
        """
        insert into memory_entry (game_id, handle, tick, kind, text, importance)
        select :gameId, handle, tick, kind, text, importance from (
          select *, row_number() over (
            partition by handle, tick, kind, text, importance order by position) as nth
          from unnest(:handles::text[], :ticks::text[]::bigint[], :kinds::text[], :texts::text[],
            :importances::text[]::smallint[]) with ordinality
            as sent (handle, tick, kind, text, importance, position)) as given
        where nth > (
          select count(*) from memory_entry known where known.game_id = :gameId
            and known.handle = given.handle and known.tick = given.tick and known.kind = given.kind
            and known.text = given.text and known.importance = given.importance
            and known.deleted_at is null)
        order by position
        """,
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setTexts("handles", given.stream().map(Given::handle).toList());
          parameters.setTexts(
              "ticks", given.stream().map(each -> Long.toString(each.memory().tick())).toList());
          parameters.setTexts("kinds", given.stream().map(each -> each.memory().kind()).toList());
          parameters.setTexts("texts", given.stream().map(each -> each.memory().text()).toList());
          parameters.setTexts(
              "importances",
              given.stream().map(each -> Integer.toString(each.memory().importance())).toList());
        });
  }
}
