package dev.ziggurat.games;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.audit.Audit;
import dev.ziggurat.games.lines.JsonLines;
import dev.ziggurat.games.memories.MemoryFields;
import dev.ziggurat.http.Body;
import dev.ziggurat.http.FieldValue;
import dev.ziggurat.http.InvalidField;
import dev.ziggurat.memory.MemoryEntries;
import dev.ziggurat.memory.MemoryEntries.Given;
import dev.ziggurat.memory.MemoryEntries.Placed;
import dev.ziggurat.memory.MemoryEntry;
import dev.ziggurat.memory.MemoryKind;
import dev.ziggurat.memory.PortableMemory;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Imports and exports what agents remember: lines of their own, because a memory is longer than a
 * line may be. Each names the agent in {@code memoryOf} and has some of its entries.
 */
@Singleton
class MemoryLines {

  /** The field that tells these lines from those of agents. */
  static final String MEMORY_OF = "memoryOf";

  static final String ENTRIES = "entries";

  /** With the longest texts they fit into a line. */
  private static final int AT_ONCE = 25;

  private static final long MAX_TICK = 1_000_000_000_000L;
  private static final Pattern HANDLE = Pattern.compile(AgentFields.HANDLE);
  private static final List<String> OF_AN_ENTRY = List.of("tick", "kind", "text", "importance");

  private final MemoryEntries entries;
  private final Audit audit;

  MemoryLines(MemoryEntries entries, Audit audit) {
    this.entries = entries;
    this.audit = audit;
  }

  /** Some of what an agent remembers, as a line. */
  @RegisterForReflection
  record MemoryOf(String memoryOf, List<PortableMemory> entries) {}

  /** The same in a file with several games. */
  @RegisterForReflection
  record MemoryInGame(String game, String memoryOf, List<PortableMemory> entries) {}

  /** What a line says that an agent remembers. */
  record Remembered(FieldValue<String> memoryOf, List<PortableMemory> entries) {

    String handle() {
      return memoryOf.required();
    }
  }

  /** Those of the agents that remember something. */
  Set<String> remembering(String game, Collection<String> handles) {
    return entries.remembering(game, handles);
  }

  /** Passes all that an agent remembers to the sink, the oldest first. */
  void each(String game, String handle, JsonLines.Sink<MemoryOf> sink) throws IOException {
    var last = Optional.<Placed>empty();
    while (true) {
      var page = entries.portable(game, handle, last, AT_ONCE);
      if (!page.isEmpty()) {
        sink.take(new MemoryOf(handle, page.stream().map(Placed::memory).toList()));
      }
      if (page.size() < AT_ONCE) {
        return;
      }
      last = Optional.of(page.getLast());
    }
  }

  /** Whether it is a line of these. */
  static boolean isOne(JsonNode node) {
    return node.has(MEMORY_OF);
  }

  /**
   * Reads a line.
   *
   * @param more fields beside those of a memory
   * @throws InvalidField naming the first invalid field
   */
  static Remembered read(JsonNode node, List<String> more) {
    var known = new ArrayList<>(more);
    known.addAll(List.of(MEMORY_OF, ENTRIES));
    var body = Body.of(node, known);
    return new Remembered(
        body.word(MEMORY_OF, HANDLE),
        body.objects(ENTRIES, AT_ONCE, OF_AN_ENTRY).required().stream()
            .map(MemoryLines::entry)
            .toList());
  }

  private static PortableMemory entry(Body body) {
    return new PortableMemory(
        body.number("tick", 0, MAX_TICK).required(),
        body.oneOf("kind", MemoryKind.ALL).required(),
        MemoryFields.text(body).required(),
        body.number("importance", 1, MemoryEntry.MOST_IMPORTANCE).required().intValue());
  }

  /**
   * Adds what the agents of a game do not remember yet, in the caller's transaction.
   *
   * @param given by handle; the agents exist
   */
  void take(String game, Map<String, List<PortableMemory>> given) {
    if (given.isEmpty()) {
      return;
    }
    var added =
        entries.take(
            game,
            given.entrySet().stream()
                .flatMap(
                    agent -> agent.getValue().stream().map(each -> new Given(agent.getKey(), each)))
                .toList());
    audit.record("memory.import", "games/" + game + "/agents", Map.of("added", added));
  }
}
