package dev.ziggurat.admin.games;

import dev.ziggurat.admin.audit.Audit;
import dev.ziggurat.admin.games.JsonLines.Line;
import dev.ziggurat.admin.games.RosterEntry.OfAgent;
import dev.ziggurat.admin.games.RosterEntry.OfGame;
import dev.ziggurat.tick.Games;
import dev.ziggurat.tick.StoredAgent;
import dev.ziggurat.world.Agent;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Makes the changes that a roster asks for, in the caller's transaction. */
@Singleton
class RosterChanges {

  private final Games stored;
  private final GameLines games;
  private final AgentLines agents;
  private final Audit audit;

  RosterChanges(Games stored, GameLines games, AgentLines agents, Audit audit) {
    this.stored = stored;
    this.games = games;
    this.agents = agents;
    this.audit = audit;
  }

  /** An agent of a game, as it is to be. */
  private record Placed(String game, AgentChange change) {}

  /** Everything, or an exception with the faults by line. */
  RosterReader.Read make(List<Line<OfGame>> ofGames, List<Line<OfAgent>> ofAgents, Mode mode) {
    // In order, so that two imports at once do not wait for each other.
    var named =
        ofGames.stream()
            .map(line -> line.value().id())
            .collect(Collectors.toCollection(TreeSet::new));
    var fresh = new HashSet<String>();
    for (var id : named) {
      if (stored.locked(id).isEmpty()) {
        fresh.add(id);
      }
    }
    var placed = placed(ofAgents, existing(ofAgents, named, fresh), mode);
    var created = takeGames(ofGames, founders(placed, fresh), mode);
    var later =
        placed.stream()
            .filter(agent -> !fresh.contains(agent.game()))
            .collect(
                Collectors.groupingBy(
                    Placed::game, Collectors.mapping(Placed::change, Collectors.toList())));
    var written =
        later.entrySet().stream()
            .map(game -> agents.write(game.getKey(), game.getValue()))
            .reduce(new Imported(placed.size() - size(later), 0), Imported::plus);
    var taken = new Imported(created, ofGames.size() - created);
    audit.record("game.import", "games", taken.detail());
    return new RosterReader.Read(taken, written);
  }

  private static int size(Map<String, List<AgentChange>> later) {
    return later.values().stream().mapToInt(List::size).sum();
  }

  /**
   * The agents that exist of every game that is there or about to be; a game that is neither is
   * left out.
   */
  private Map<String, Map<String, StoredAgent>> existing(
      List<Line<OfAgent>> ofAgents, Set<String> named, Set<String> fresh) {
    var handles =
        ofAgents.stream()
            .map(Line::value)
            .collect(
                Collectors.groupingBy(
                    OfAgent::id,
                    TreeMap::new,
                    Collectors.mapping(OfAgent::handle, Collectors.toList())));
    var existing = new HashMap<String, Map<String, StoredAgent>>();
    handles.forEach(
        (game, all) -> {
          if (fresh.contains(game)) {
            existing.put(game, Map.of());
          } else if (named.contains(game) || isThere(game)) {
            existing.put(game, agents.existing(game, all));
          }
        });
    return existing;
  }

  private boolean isThere(String game) {
    return stored.locked(game).filter(row -> row.deletedAt().isEmpty()).isPresent();
  }

  private static List<Placed> placed(
      List<Line<OfAgent>> ofAgents, Map<String, Map<String, StoredAgent>> existing, Mode mode) {
    return JsonLines.map(
            ofAgents,
            agent -> {
              var known = existing.get(agent.id());
              if (known == null) {
                throw agent
                    .game()
                    .wrong("there is no game '%s', and no line for it".formatted(agent.id()));
              }
              return new Placed(
                  agent.id(),
                  AgentChange.of(
                      agent.fields(), Optional.ofNullable(known.get(agent.handle())), mode));
            })
        .stream()
        .map(Line::value)
        .toList();
  }

  private static Map<String, List<Agent>> founders(List<Placed> placed, Set<String> fresh) {
    return placed.stream()
        .filter(agent -> fresh.contains(agent.game()))
        .collect(
            Collectors.groupingBy(
                Placed::game,
                Collectors.mapping(agent -> agent.change().agent(), Collectors.toList())));
  }

  /** How many are new. */
  private int takeGames(List<Line<OfGame>> all, Map<String, List<Agent>> founders, Mode mode) {
    return (int)
        JsonLines.map(
                all,
                game ->
                    games.taken(game.fields(), mode, founders.getOrDefault(game.id(), List.of())))
            .stream()
            .filter(Line::value)
            .count();
  }
}
