package dev.ziggurat.games;

import dev.ziggurat.audit.Audit;
import dev.ziggurat.audit.FieldDifferences;
import dev.ziggurat.db.Database;
import dev.ziggurat.http.IfMatch;
import dev.ziggurat.tick.Agents;
import dev.ziggurat.tick.Games;
import dev.ziggurat.tick.NoSuchGame;
import dev.ziggurat.tick.StoredAgent;
import dev.ziggurat.world.Agent;
import dev.ziggurat.world.AgentKind;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Creates, edits and deletes agents, each change with an audit entry. */
@Singleton
class AgentChanges {

  private final Database database;
  private final Games games;
  private final Agents agents;
  private final Audit audit;
  private final InstantSource time;

  AgentChanges(Database database, Games games, Agents agents, Audit audit, InstantSource time) {
    this.database = database;
    this.games = games;
    this.agents = agents;
    this.audit = audit;
    this.time = time;
  }

  /**
   * Adds an agent to a game.
   *
   * @throws HttpProblem 409 if the handle is taken, also by a deleted agent
   */
  StoredAgent create(String game, Agent agent) {
    return database.inTransaction(
        () -> {
          lockGame(game);
          agents
              .find(game, agent.handle())
              .ifPresent(
                  taken -> {
                    throw HttpProblem.valueOf(Response.Status.CONFLICT, "handle: " + taken(taken));
                  });
          agents.add(game, List.of(agent));
          audit.record("agent.create", subject(game, agent.handle()), detail(agent));
          return agents.find(game, agent.handle()).orElseThrow();
        });
  }

  /** The error for a handle that is taken. */
  static String taken(StoredAgent agent) {
    return agent.deletedAt().isEmpty()
        ? "'%s' is taken".formatted(agent.agent().handle())
        : "'%s' was deleted and stays taken; PATCH it with {\"deleted\": false} to bring it back"
            .formatted(agent.agent().handle());
  }

  /** Locks the game's agents until the transaction ends. */
  void lockGame(String game) {
    if (games.locked(game).filter(row -> row.deletedAt().isEmpty()).isEmpty()) {
      throw new NoSuchGame(game);
    }
  }

  /** Edits or restores an agent. */
  StoredAgent change(String game, String handle, AgentFields fields, IfMatch expected) {
    return edit(
        game,
        handle,
        expected,
        current -> {
          var deleted = DeletedField.after(fields.deleted(), current.deletedAt());
          if (deleted.isPresent()) {
            throw new NoSuchAgent(game, handle);
          }
          var edited = current.with(fields.over(current.agent()), deleted);
          audit.record("agent.change", subject(game, handle), changes(current, edited));
          return edited;
        });
  }

  /** Deletes an agent: it gets no more turns, and its wallet stays in the world. */
  StoredAgent delete(String game, String handle, IfMatch expected) {
    return edit(
        game,
        handle,
        expected,
        current -> {
          if (current.deletedAt().isPresent()) {
            throw new NoSuchAgent(game, handle);
          }
          audit.record("agent.delete", subject(game, handle), Map.of());
          return current.with(current.agent(), Optional.of(time.instant()));
        });
  }

  private interface Edit {
    StoredAgent of(StoredAgent current);
  }

  private StoredAgent edit(String game, String handle, IfMatch expected, Edit edit) {
    return database.inTransaction(
        () -> {
          var current =
              agents.locked(game, List.of(handle)).stream()
                  .findFirst()
                  .orElseThrow(() -> new NoSuchAgent(game, handle));
          expected.check(current.version());
          agents.save(game, List.of(edit.of(current)));
          return agents.find(game, handle).orElseThrow();
        });
  }

  private static String subject(String game, String handle) {
    return "games/" + game + "/agents/" + handle;
  }

  private static Map<String, Object> detail(Agent agent) {
    return Map.of(
        "persona",
        agent.persona(),
        "model",
        agent.model(),
        "cadence",
        agent.cadence(),
        "kind",
        agent.kind().id());
  }

  private static Map<String, Object> changes(StoredAgent before, StoredAgent after) {
    var was = before.agent();
    var is = after.agent();
    return new FieldDifferences()
        .in("persona", was.persona(), is.persona())
        .in("memo", was.memo(), is.memo())
        .in("model", was.model(), is.model())
        .in("cadence", was.cadence(), is.cadence())
        .in("kind", was.kind().id(), is.kind().id())
        .in(
            "answerWithinMillis",
            AgentSummary.answerWithinMillis(was),
            AgentSummary.answerWithinMillis(is))
        .in(
            "url",
            AgentSummary.external(was).map(AgentKind.External::url),
            AgentSummary.external(is).map(AgentKind.External::url))
        .in(
            "keyVariable",
            AgentSummary.external(was).map(AgentKind.External::keyVariable),
            AgentSummary.external(is).map(AgentKind.External::keyVariable))
        .in("deleted", before.deletedAt().isPresent(), after.deletedAt().isPresent())
        .byField();
  }
}
