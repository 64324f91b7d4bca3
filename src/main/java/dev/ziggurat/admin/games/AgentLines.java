package dev.ziggurat.admin.games;

import dev.ziggurat.admin.Body;
import dev.ziggurat.admin.audit.Audit;
import dev.ziggurat.admin.games.JsonLines.Line;
import dev.ziggurat.db.Database;
import dev.ziggurat.tick.Agents;
import dev.ziggurat.tick.StoredAgent;
import dev.ziggurat.world.Agent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Agents in bulk, as JSON Lines. */
@Singleton
class AgentLines {

  /** How many agents one import brings. */
  static final int MOST = 10_000;

  private static final int AT_ONCE = 500;

  private final Database database;
  private final Agents agents;
  private final AgentChanges changes;
  private final OwnModelCheck models;
  private final JsonLines lines;
  private final Audit audit;

  AgentLines(
      Database database,
      Agents agents,
      AgentChanges changes,
      OwnModelCheck models,
      JsonLines lines,
      Audit audit) {
    this.database = database;
    this.agents = agents;
    this.changes = changes;
    this.models = models;
    this.lines = lines;
    this.audit = audit;
  }

  /** An agent in a line; what is empty is written as null, so that importing it clears it. */
  @RegisterForReflection
  record AgentLine(
      String handle, String persona, Optional<String> memo, Optional<String> model, int cadence) {

    static AgentLine of(Agent agent) {
      return new AgentLine(
          agent.handle(),
          agent.persona(),
          Optional.of(agent.memo()).filter(memo -> !memo.isBlank()),
          agent.model(),
          agent.cadence());
    }
  }

  /** Writes every agent of the game but the deleted ones, a few hundred at a time. */
  void export(String game, OutputStream out) throws IOException {
    var after = "";
    while (true) {
      var page = agents.page(game, false, after, AT_ONCE);
      for (var row : page) {
        lines.write(AgentLine.of(row.agent()), out);
      }
      if (page.size() < AT_ONCE) {
        return;
      }
      after = page.getLast().agent().handle();
    }
  }

  /** What a line makes of an agent. */
  private record Change(Optional<StoredAgent> current, Agent agent) {
    StoredAgent changed() {
      return current.orElseThrow().with(agent, Optional.empty());
    }
  }

  /** Creates and changes the agents of all lines, or none. */
  Imported read(String game, byte[] body, Mode mode, boolean force) {
    var read =
        lines.read(
            body,
            MOST,
            node -> {
              var fields = AgentFields.read(Body.of(node, AgentFields.OF_A_NEW_ONE));
              fields.handle().required();
              models.check(fields.model(), force);
              return fields;
            });
    return database.inTransaction(
        () -> {
          changes.lockGame(game);
          var all = changes(read, existing(game, read), mode);
          var created = all.stream().filter(change -> change.current().isEmpty()).toList();
          var changed = all.stream().filter(change -> change.current().isPresent()).toList();
          agents.add(game, created.stream().map(Change::agent).toList());
          agents.save(game, changed.stream().map(Change::changed).toList());
          var imported = new Imported(created.size(), changed.size());
          audit.record("agent.import", "games/" + game + "/agents", imported.detail());
          return imported;
        });
  }

  private Map<String, StoredAgent> existing(String game, List<Line<AgentFields>> read) {
    var handles = read.stream().map(line -> line.value().handle().required()).toList();
    return agents.locked(game, handles).stream()
        .collect(Collectors.toMap(row -> row.agent().handle(), Function.identity()));
  }

  private static List<Change> changes(
      List<Line<AgentFields>> read, Map<String, StoredAgent> existing, Mode mode) {
    var seen = new HashSet<String>();
    var all =
        JsonLines.map(
            read,
            fields -> {
              var handle = fields.handle().required();
              if (!seen.add(handle)) {
                throw fields.handle().wrong("'" + handle + "' stands on an earlier line, too");
              }
              var current = Optional.ofNullable(existing.get(handle));
              if (mode == Mode.CREATE && current.isPresent()) {
                throw fields.handle().wrong(AgentChanges.taken(current.get()));
              }
              return new Change(
                  current, current.map(row -> fields.over(row.agent())).orElseGet(fields::created));
            });
    return all.stream().map(Line::value).toList();
  }
}
