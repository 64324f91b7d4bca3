package dev.ziggurat.games;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.ledger.AgentCosts;
import dev.ziggurat.money.NanoDollars;
import dev.ziggurat.tick.AgentArchive;
import dev.ziggurat.tick.Agents;
import dev.ziggurat.tick.StoredAgent;
import dev.ziggurat.tick.Worlds;
import dev.ziggurat.world.Game;
import dev.ziggurat.world.Score;
import jakarta.inject.Singleton;
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

  /** A page of agents, by handle. */
  List<AgentSummary> page(Game game, boolean deleted, String after, int limit) {
    var page = agents.page(game.id(), deleted, after, limit);
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
                  row.deletedAt());
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
        archive.turns(game.id(), agent.handle(), Long.MAX_VALUE, LAST_TURNS),
        row.version(),
        row.deletedAt());
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
