package dev.ziggurat.games.memories;

import dev.ziggurat.audit.Audit;
import dev.ziggurat.audit.FieldDifferences;
import dev.ziggurat.db.Database;
import dev.ziggurat.http.IfMatch;
import dev.ziggurat.memory.MemoryEntries;
import dev.ziggurat.memory.MemoryEntry;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NotFoundException;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;

/** Adds, edits and deletes what agents remember, each change with an audit entry. */
@Singleton
class MemoryChanges {

  private static final long USUAL_IMPORTANCE = 5;

  private final Database database;
  private final MemoryEntries entries;
  private final Audit audit;
  private final InstantSource time;

  MemoryChanges(Database database, MemoryEntries entries, Audit audit, InstantSource time) {
    this.database = database;
    this.entries = entries;
    this.audit = audit;
    this.time = time;
  }

  /** Adds a note. */
  MemoryEntry create(String game, String handle, MemoryFields fields) {
    var text = fields.text().required();
    var importance = fields.importance().orElse(USUAL_IMPORTANCE).intValue();
    return database.inTransaction(
        () -> {
          var id = entries.add(game, handle, text, importance, audit.who());
          audit.record(
              "memory.create",
              subject(game, handle, id),
              Map.of("text", text, "importance", importance));
          return find(game, handle, id);
        });
  }

  /** Edits an entry. */
  MemoryEntry change(String game, String handle, UUID id, MemoryFields fields, IfMatch expected) {
    return database.inTransaction(
        () -> {
          var current = locked(game, handle, id, expected);
          var edited =
              new MemoryEntry(
                  id,
                  current.tick(),
                  current.kind(),
                  fields.text().over(current.text()),
                  fields.importance().over((long) current.importance()).intValue(),
                  current.shown(),
                  current.createdAt(),
                  current.editedAt(),
                  current.editedBy(),
                  current.version());
          if (edited.equals(current)) {
            return current;
          }
          entries.change(game, handle, edited, audit.who(), time.instant());
          audit.record(
              "memory.change",
              subject(game, handle, id),
              new FieldDifferences()
                  .in("text", current.text(), edited.text())
                  .in("importance", current.importance(), edited.importance())
                  .byField());
          return find(game, handle, id);
        });
  }

  /** Deletes an entry with its text. */
  void delete(String game, String handle, UUID id, IfMatch expected) {
    database.inTransaction(
        () -> {
          var current = locked(game, handle, id, expected);
          entries.delete(game, handle, id, audit.who(), time.instant());
          audit.record(
              "memory.delete",
              subject(game, handle, id),
              Map.of("tick", current.tick(), "kind", current.kind()));
          return null;
        });
  }

  /** The entry of a path, or 404. */
  MemoryEntry find(String game, String handle, UUID id) {
    return entries.find(game, handle, id).orElseThrow(() -> none(handle, id));
  }

  private MemoryEntry locked(String game, String handle, UUID id, IfMatch expected) {
    var current = entries.locked(game, handle, id).orElseThrow(() -> none(handle, id));
    expected.check(current.version());
    return current;
  }

  private static NotFoundException none(String handle, UUID id) {
    return new NotFoundException(
        "id: '%s' remembers no '%s'; …/memories lists what it does".formatted(handle, id));
  }

  private static String subject(String game, String handle, UUID id) {
    return "games/" + game + "/agents/" + handle + "/memories/" + id;
  }
}
