package dev.ziggurat.games;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.ledger.AgentCosts;
import dev.ziggurat.money.NanoDollars;
import dev.ziggurat.tick.AgentArchive;
import dev.ziggurat.tick.AgentFilter;
import dev.ziggurat.tick.Agents;
import dev.ziggurat.tick.StoredAgent;
import dev.ziggurat.tick.Worlds;
import dev.ziggurat.world.AgentKind;
import dev.ziggurat.world.Game;
import dev.ziggurat.world.PastWorth;
import dev.ziggurat.world.Ranking;
import dev.ziggurat.world.Score;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BadRequestException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds the views of agents: profile, possessions and cost. */
@Singleton
class AgentViews {

  private static final int LAST_TURNS = 10;

  private final Agents agents;
  private final AgentArchive archive;
  private final Worlds worlds;
  private final AgentCosts costs;

  AgentViews(Agents agents, AgentArchive archive, Worlds worlds, AgentCosts costs) {
    this.agents = agents;
    this.archive = archive;
    this.worlds = worlds;
    this.costs = costs;
  }

  /**
   * A page of agents.
   *
   * @param cursor where the previous page ended
   */
  List<AgentSummary> page(Game game, AgentFilter filter, Optional<String> cursor, int limit) {
    return summaries(game, agents.page(game.id(), filter, cursor, limit));
  }

  /**
   * A page of agents by worth.
   *
   * @throws BadRequestException if the game's world cannot sort by worth
   */
  List<AgentSummary> ranked(Game game, Ranking ranking, int limit, int offset) {
    var handles =
        worlds
            .scores(game)
            .flatMap(scores -> scores.ranked(game.id(), ranking, limit, offset))
            .orElseThrow(
                () ->
                    new BadRequestException(
                        "sort: the world of this game does not sort by worth; use handle or"
                            + " lastTurn"));
    return summaries(game, agents.of(game.id(), handles));
  }

  private List<AgentSummary> summaries(Game game, List<StoredAgent> page) {
    var handles = page.stream().map(row -> row.agent().handle()).toList();
    var scores = scores(game, handles);
    var cost = costs.of(game.id(), handles);
    return page.stream()
        .map(
            row -> {
              var agent = row.agent();
              var score = Optional.ofNullable(scores.get(agent.handle()));
              return new AgentSummary(
                  agent.handle(),
                  agent.model(),
                  agent.cadence(),
                  row.lastTurn(),
                  score.flatMap(Score::wallet),
                  score.map(Score::worth),
                  score.flatMap(Score::profit),
                  cost.getOrDefault(agent.handle(), NanoDollars.ZERO).microDollars(),
                  row.version(),
                  row.deletedAt(),
                  agent.kind().id(),
                  AgentSummary.answerWithinMillis(agent));
            })
        .toList();
  }

  /** One agent with all details. */
  AgentView of(Game game, StoredAgent row) {
    var agent = row.agent();
    var handle = List.of(agent.handle());
    var score = Optional.ofNullable(scores(game, handle).get(agent.handle()));
    var cost = costs.of(game.id(), handle).getOrDefault(agent.handle(), NanoDollars.ZERO);
    return new AgentView(
        agent.handle(),
        agent.persona(),
        agent.memo(),
        agent.model(),
        agent.cadence(),
        row.lastTurn(),
        score.flatMap(Score::wallet),
        score.map(Score::worth),
        score.flatMap(Score::profit),
        cost.microDollars(),
        holdings(game, agent.handle()),
        archive.turns(game.id(), agent.handle(), LAST_TURNS),
        row.version(),
        row.deletedAt(),
        agent.kind().id(),
        AgentSummary.answerWithinMillis(agent),
        AgentSummary.external(agent).map(AgentKind.External::url),
        AgentSummary.external(agent).map(AgentKind.External::keyVariable));
  }

  /** What an agent was worth after the last ticks, oldest first; empty if the world forgets it. */
  List<PastWorth> history(Game game, String handle, int ticks) {
    return worlds
        .scores(game)
        .map(scores -> scores.history(game.id(), handle, ticks))
        .orElseGet(List::of);
  }

  private Map<String, Score> scores(Game game, List<String> handles) {
    return worlds.scores(game).map(scores -> scores.of(game.id(), handles)).orElseGet(Map::of);
  }

  private JsonNode holdings(Game game, String handle) {
    var list = JsonNodeFactory.instance.arrayNode();
    worlds.scores(game).ifPresent(scores -> scores.holdings(game.id(), handle).forEach(list::add));
    return list;
  }
}
