package dev.ziggurat.games;

import dev.ziggurat.babylon.store.WalletReader;
import dev.ziggurat.babylon.store.WalletView;
import dev.ziggurat.babylon.store.Worth;
import dev.ziggurat.babylon.store.WorthReader;
import dev.ziggurat.ledger.AgentCosts;
import dev.ziggurat.money.NanoDollars;
import dev.ziggurat.tick.AgentArchive;
import dev.ziggurat.tick.Agents;
import dev.ziggurat.tick.StoredAgent;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Puts together what is known of agents: who they are, what they own, what they cost. */
@Singleton
class AgentViews {

  private static final int LAST_TURNS = 10;

  private final Agents agents;
  private final AgentArchive archive;
  private final WalletReader wallets;
  private final WorthReader worths;
  private final AgentCosts costs;

  AgentViews(
      Agents agents,
      AgentArchive archive,
      WalletReader wallets,
      WorthReader worths,
      AgentCosts costs) {
    this.agents = agents;
    this.archive = archive;
    this.wallets = wallets;
    this.worths = worths;
    this.costs = costs;
  }

  /** A page of agents, by handle. */
  List<AgentSummary> page(String game, boolean deleted, String after, int limit) {
    var page = agents.page(game, deleted, after, limit);
    var handles = page.stream().map(row -> row.agent().handle()).toList();
    var worth = worths.of(game, handles);
    var cost = costs.of(game, handles);
    return page.stream()
        .map(
            row -> {
              var agent = row.agent();
              var its = Optional.ofNullable(worth.get(agent.handle()));
              return new AgentSummary(
                  agent.handle(),
                  agent.model(),
                  agent.cadence(),
                  row.lastTurn(),
                  its.map(Worth::wallet),
                  its.map(Worth::worth),
                  its.map(Worth::profit),
                  cost.getOrDefault(agent.handle(), NanoDollars.ZERO).microDollars(),
                  row.version(),
                  row.deletedAt());
            })
        .toList();
  }

  /** All of one agent. */
  AgentView of(String game, StoredAgent row) {
    var agent = row.agent();
    var handle = List.of(agent.handle());
    var worth = Optional.ofNullable(worths.of(game, handle).get(agent.handle()));
    var cost = costs.of(game, handle).getOrDefault(agent.handle(), NanoDollars.ZERO);
    return new AgentView(
        agent.handle(),
        agent.persona(),
        agent.memo(),
        agent.model(),
        agent.cadence(),
        row.lastTurn(),
        worth.map(Worth::wallet),
        worth.map(Worth::worth),
        worth.map(Worth::profit),
        cost.microDollars(),
        wallets.find(game, agent.handle()).map(WalletView::positions).orElseGet(List::of),
        archive.turns(game, agent.handle(), Long.MAX_VALUE, LAST_TURNS),
        row.version(),
        row.deletedAt());
  }
}
