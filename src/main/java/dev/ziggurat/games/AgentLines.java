package dev.ziggurat.games;

import dev.ziggurat.audit.Audit;
import dev.ziggurat.db.Database;
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
  private final JsonLines lines;
  private final Audit audit;

  AgentLines(
      Database database,
      Agents agents,
      AgentChanges changes,
      AgentReader agentReader,
      JsonLines lines,
      Audit audit) {
    this.database = database;
    this.agents = agents;
    this.changes = changes;
    this.agentReader = agentReader;
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

  /** Writes all agents of the game except deleted ones. */
  void export(String game, OutputStream out) throws IOException {
    each(game, agent -> lines.write(AgentLine.of(agent), out));
  }

  /** Passes all agents of the game except deleted ones to the sink, read in pages. */
  void each(String game, JsonLines.Sink<Agent> sink) throws IOException {
    var after = Optional.<String>empty();
    while (true) {
      var page = agents.page(game, AgentFilter.all(), after, AT_ONCE);
      for (var row : page) {
        sink.take(row.agent());
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
    var read =
        lines.read(
            body,
            MOST,
            node -> {
              var fields = agentReader.read(Body.of(node, AgentFields.OF_A_NEW_ONE), force);
              fields.handle().required();
              return fields;
            });
    Supplier<ImportResult> importing =
        () -> {
          changes.lockGame(game);
          var handles = read.stream().map(line -> line.value().handle().required()).toList();
          return write(game, changes(read, existing(game, handles), mode));
        };
    return dryRun ? database.rolledBack(importing) : database.inTransaction(importing);
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
