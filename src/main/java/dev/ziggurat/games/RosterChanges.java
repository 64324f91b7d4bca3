package dev.ziggurat.games;

import dev.ziggurat.audit.Audit;
import dev.ziggurat.games.RosterEntry.OfAgent;
import dev.ziggurat.games.RosterEntry.OfGame;
import dev.ziggurat.games.RosterEntry.OfMemory;
import dev.ziggurat.games.lines.ImportMode;
import dev.ziggurat.games.lines.ImportResult;
import dev.ziggurat.games.lines.JsonLines;
import dev.ziggurat.games.lines.JsonLines.Line;
import dev.ziggurat.tick.Games;
import dev.ziggurat.tick.StoredAgent;
import dev.ziggurat.tick.StoredGame;
import dev.ziggurat.world.Agent;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Applies the changes of a roster in the caller's transaction. */
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

  /** The change of an agent, with its game. */
  private record Placed(String game, AgentChange change) {}

  /** Applies all changes, or throws with the errors by line. */
  RosterReader.Read make(
      List<Line<OfGame>> ofGames,
      List<Line<OfAgent>> ofAgents,
      List<Line<OfMemory>> ofMemories,
      ImportMode mode) {
    var named = ofGames.stream().map(line -> line.value().id()).collect(Collectors.toSet());
    var locked = locked(named, ofAgents);
    var fresh = named.stream().filter(id -> locked.get(id).isEmpty()).collect(Collectors.toSet());
    var placed = placed(ofAgents, existing(ofAgents, locked, named), mode);
    var created = takeGames(ofGames, founders(placed, fresh), fresh, mode);
    var later = byGame(placed, game -> !fresh.contains(game));
    var written =
        later.entrySet().stream()
            .map(game -> agents.write(game.getKey(), game.getValue()))
            .reduce(new ImportResult(founded(placed, fresh), 0), ImportResult::plus);
    remember(ofMemories);
    var taken = new ImportResult(created, ofGames.size() - created);
    audit.record("game.import", "games", taken.detail());
    return new RosterReader.Read(taken, written);
  }

  private void remember(List<Line<OfMemory>> all) {
    all.stream()
        .collect(
            Collectors.groupingBy(
                line -> line.value().id(),
                TreeMap::new,
                Collectors.mapping(
                    line -> new Line<>(line.number(), line.value().remembered()),
                    Collectors.toList())))
        .forEach(agents::remember);
  }

  /** A fixed lock order, so that concurrent imports cannot deadlock. */
  private Map<String, Optional<StoredGame>> locked(
      Set<String> named, List<Line<OfAgent>> ofAgents) {
    var ids =
        Stream.concat(named.stream(), ofAgents.stream().map(line -> line.value().id()))
            .collect(Collectors.toCollection(TreeSet::new));
    var locked = new HashMap<String, Optional<StoredGame>>();
    ids.forEach(id -> locked.put(id, stored.locked(id)));
    return locked;
  }

  /**
   * The existing agents by game, for games that exist or are created by this import; unknown games
   * are absent.
   */
  private Map<String, Map<String, StoredAgent>> existing(
      List<Line<OfAgent>> ofAgents, Map<String, Optional<StoredGame>> locked, Set<String> named) {
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
          var there = locked.get(game).filter(row -> row.deletedAt().isEmpty()).isPresent();
          if (there || named.contains(game)) {
            existing.put(game, locked.get(game).isEmpty() ? Map.of() : agents.existing(game, all));
          }
        });
    return existing;
  }

  private static List<Placed> placed(
      List<Line<OfAgent>> ofAgents,
      Map<String, Map<String, StoredAgent>> existing,
      ImportMode mode) {
    return JsonLines.map(ofAgents, agent -> placed(agent, existing.get(agent.id()), mode)).stream()
        .map(Line::value)
        .toList();
  }

  private static Placed placed(OfAgent agent, Map<String, StoredAgent> existing, ImportMode mode) {
    if (existing == null) {
      throw agent.game().wrong("there is no game '%s', and no line for it".formatted(agent.id()));
    }
    var current = Optional.ofNullable(existing.get(agent.handle()));
    return new Placed(agent.id(), AgentChange.of(agent.fields(), current, mode));
  }

  private static Map<String, List<AgentChange>> byGame(
      List<Placed> placed, Predicate<String> which) {
    return placed.stream()
        .filter(agent -> which.test(agent.game()))
        .collect(
            Collectors.groupingBy(
                Placed::game,
                TreeMap::new,
                Collectors.mapping(Placed::change, Collectors.toList())));
  }

  private static Map<String, List<Agent>> founders(List<Placed> placed, Set<String> fresh) {
    var founders = new HashMap<String, List<Agent>>();
    byGame(placed, fresh::contains)
        .forEach(
            (game, changes) ->
                founders.put(game, changes.stream().map(AgentChange::agent).toList()));
    return founders;
  }

  private static int founded(List<Placed> placed, Set<String> fresh) {
    return (int) placed.stream().filter(agent -> fresh.contains(agent.game())).count();
  }

  /** The number of new agents. */
  private int takeGames(
      List<Line<OfGame>> all,
      Map<String, List<Agent>> founders,
      Set<String> fresh,
      ImportMode mode) {
    var ordered =
        all.stream()
            .sorted(Comparator.comparing((Line<OfGame> line) -> line.value().id()))
            .toList();
    JsonLines.map(ordered, game -> take(game, founders, fresh, mode));
    return fresh.size();
  }

  private String take(
      OfGame game, Map<String, List<Agent>> founders, Set<String> fresh, ImportMode mode) {
    var created = games.taken(game.fields(), mode, founders.getOrDefault(game.id(), List.of()));
    if (!created && fresh.contains(game.id())) {
      throw game.fields().id().wrong("was created concurrently; import again");
    }
    return game.id();
  }
}
