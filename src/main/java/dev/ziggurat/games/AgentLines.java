package dev.ziggurat.games;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.audit.Audit;
import dev.ziggurat.db.Database;
import dev.ziggurat.games.MemoryLines.MemoryOf;
import dev.ziggurat.games.MemoryLines.Remembered;
import dev.ziggurat.games.lines.ImportMode;
import dev.ziggurat.games.lines.ImportResult;
import dev.ziggurat.games.lines.JsonLines;
import dev.ziggurat.games.lines.JsonLines.Line;
import dev.ziggurat.http.Body;
import dev.ziggurat.tick.AgentFilter;
import dev.ziggurat.tick.Agents;
import dev.ziggurat.tick.StoredAgent;
import dev.ziggurat.world.Agent;
import dev.ziggurat.world.AgentKind;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Imports and exports agents as JSON Lines. */
@Singleton
class AgentLines {

  /** Max agents per import. */
  static final int MOST = 10_000;

  private static final int AT_ONCE = 500;

  private final Database database;
  private final Agents agents;
  private final AgentChanges changes;
  private final AgentReader agentReader;
  private final MemoryLines memories;
  private final JsonLines lines;
  private final Audit audit;

  AgentLines(
      Database database,
      Agents agents,
      AgentChanges changes,
      AgentReader agentReader,
      MemoryLines memories,
      JsonLines lines,
      Audit audit) {
    this.database = database;
    this.agents = agents;
    this.changes = changes;
    this.agentReader = agentReader;
    this.memories = memories;
    this.lines = lines;
    this.audit = audit;
  }

  /** An agent as a line; empty fields are written as null, so that an import clears them. */
  @RegisterForReflection
  record AgentLine(
      String handle,
      String persona,
      Optional<String> memo,
      Optional<String> model,
      int cadence,
      String kind,
      Optional<Long> answerWithinMillis,
      Optional<String> url,
      Optional<String> keyVariable) {

    static AgentLine of(Agent agent) {
      return new AgentLine(
          agent.handle(),
          agent.persona(),
          Optional.of(agent.memo()).filter(memo -> !memo.isBlank()),
          agent.model(),
          agent.cadence(),
          agent.kind().id(),
          AgentSummary.answerWithinMillis(agent),
          AgentSummary.external(agent).map(AgentKind.External::url),
          AgentSummary.external(agent).map(AgentKind.External::keyVariable));
    }
  }

  /** Writes all agents of the game except deleted ones, each with what it remembers. */
  void export(String game, OutputStream out) throws IOException {
    each(game, agent -> lines.write(AgentLine.of(agent), out), memory -> lines.write(memory, out));
  }

  /**
   * Passes all agents of the game except deleted ones to the sink, read in pages, and after each
   * what it remembers.
   */
  void each(String game, JsonLines.Sink<Agent> sink, JsonLines.Sink<MemoryOf> memory)
      throws IOException {
    var after = Optional.<String>empty();
    while (true) {
      var page = agents.page(game, AgentFilter.all(), after, AT_ONCE);
      var handles = page.stream().map(row -> row.agent().handle()).toList();
      var remembering = memories.remembering(game, handles);
      for (var row : page) {
        sink.take(row.agent());
        if (remembering.contains(row.agent().handle())) {
          memories.each(game, row.agent().handle(), memory);
        }
      }
      if (page.size() < AT_ONCE) {
        return;
      }
      after = Optional.of(page.getLast().agent().handle());
    }
  }

  /**
   * Creates and changes the agents of all lines or of none.
   *
   * @param dryRun whether to only check all lines and count what would change
   */
  ImportResult read(String game, byte[] body, ImportMode mode, boolean force, boolean dryRun) {
    var all = lines.read(body, MOST, node -> entry(node, force));
    var read = of(AgentEntry.OfFields.class, all, AgentEntry.OfFields::fields);
    var remembered = of(AgentEntry.OfMemory.class, all, AgentEntry.OfMemory::remembered);
    Supplier<ImportResult> importing =
        () -> {
          changes.lockGame(game);
          var handles = read.stream().map(line -> line.value().handle().required()).toList();
          var imported = write(game, changes(read, existing(game, handles), mode));
          remember(game, remembered);
          return imported;
        };
    return dryRun ? database.rolledBack(importing) : database.inTransaction(importing);
  }

  /** A line of an import. */
  private sealed interface AgentEntry {

    record OfFields(AgentFields fields) implements AgentEntry {}

    record OfMemory(Remembered remembered) implements AgentEntry {}
  }

  private AgentEntry entry(JsonNode node, boolean force) {
    if (MemoryLines.isOne(node)) {
      var remembered = MemoryLines.read(node, List.of());
      remembered.memoryOf().required();
      return new AgentEntry.OfMemory(remembered);
    }
    var fields = agentReader.read(Body.of(node, AgentFields.OF_A_NEW_ONE), force);
    fields.handle().required();
    return new AgentEntry.OfFields(fields);
  }

  private static <T extends AgentEntry, R> List<Line<R>> of(
      Class<T> kind, List<Line<AgentEntry>> all, Function<T, R> value) {
    return all.stream()
        .filter(line -> kind.isInstance(line.value()))
        .map(line -> new Line<>(line.number(), value.apply(kind.cast(line.value()))))
        .toList();
  }

  /** Adds what agents are to remember, in the caller's transaction. */
  void remember(String game, List<Line<Remembered>> all) {
    var handles = all.stream().map(line -> line.value().handle()).distinct().toList();
    var known = existing(game, handles).keySet();
    JsonLines.map(
        all,
        remembered -> {
          if (!known.contains(remembered.handle())) {
            throw remembered
                .memoryOf()
                .wrong("there is no agent '" + remembered.handle() + "', and no line for it");
          }
          return remembered;
        });
    memories.take(
        game,
        all.stream()
            .map(Line::value)
            .collect(
                Collectors.groupingBy(
                    Remembered::handle,
                    Collectors.flatMapping(each -> each.entries().stream(), Collectors.toList()))));
  }

  /** The existing agents by handle, locked until the transaction ends. */
  Map<String, StoredAgent> existing(String game, Collection<String> handles) {
    return agents.locked(game, handles).stream()
        .collect(Collectors.toMap(row -> row.agent().handle(), Function.identity()));
  }

  /** Stores the changed agents in the caller's transaction; the game must be locked. */
  ImportResult write(String game, List<AgentChange> all) {
    var created = all.stream().filter(change -> change.current().isEmpty()).toList();
    var changed = all.stream().filter(change -> change.current().isPresent()).toList();
    agents.add(game, created.stream().map(AgentChange::agent).toList());
    agents.save(game, changed.stream().map(AgentChange::changed).toList());
    var imported = new ImportResult(created.size(), changed.size());
    audit.record("agent.import", "games/" + game + "/agents", imported.detail());
    return imported;
  }

  private static List<AgentChange> changes(
      List<Line<AgentFields>> read, Map<String, StoredAgent> existing, ImportMode mode) {
    var seen = new HashSet<String>();
    var all =
        JsonLines.map(
            read,
            fields -> {
              var handle = fields.handle().required();
              if (!seen.add(handle)) {
                throw fields.handle().wrong("'" + handle + "' is already on an earlier line");
              }
              return AgentChange.of(fields, Optional.ofNullable(existing.get(handle)), mode);
            });
    return all.stream().map(Line::value).toList();
  }
}
