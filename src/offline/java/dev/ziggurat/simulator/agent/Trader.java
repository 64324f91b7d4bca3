package dev.ziggurat.simulator.agent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Buys what it considers too cheap, sells what it considers too expensive. */
final class Trader {

  private static final long POINT = 1_000_000L;
  private static final long MIN_TRADE = 5 * POINT;
  private static final long MAX_TRADE = 60 * POINT;
  private static final long ROUND = 10_000L;

  private final BriefingFacts facts;
  private final Temperament temperament;
  private final Belief belief;
  private final RepeatableRandom dice;
  private long left;

  Trader(BriefingFacts facts, Temperament temperament, Belief belief, RepeatableRandom dice) {
    this.facts = facts;
    this.temperament = temperament;
    this.belief = belief;
    this.dice = dice;
    this.left = facts.walletMicroPoints();
  }

  /** At most two trades, within wallet and positions. */
  List<ObjectNode> trades() {
    var trades = new ArrayList<ObjectNode>();
    var byEdge =
        facts.markets().stream()
            .sorted(
                Comparator.comparingDouble((BriefingFacts.Market m) -> -Math.abs(edge(m)))
                    .thenComparing(BriefingFacts.Market::id))
            .limit(2)
            .toList();
    for (var market : byEdge) {
      if (dice.chance(0.25 + 0.5 * temperament.boldness())) {
        trade(market, trades);
      }
    }
    return trades;
  }

  private void trade(BriefingFacts.Market market, List<ObjectNode> trades) {
    var edge = edge(market);
    var held = held(market.id());
    var against = edge > 0 ? held.no() : held.yes();
    var with = edge > 0 ? held.yes() : held.no();
    if (against > 0 && dice.chance(0.7)) {
      trades.add(sell(market, edge > 0 ? "no" : "yes", part(against, 50, 100)));
    } else if (with > 0 && dice.chance(0.12)) {
      trades.add(sell(market, edge > 0 ? "yes" : "no", part(with, 20, 50)));
    } else if (Math.abs(edge) > 0.02 + 0.06 * (1 - temperament.boldness()) && left >= MIN_TRADE) {
      trades.add(buy(market, edge));
    }
  }

  private ObjectNode buy(BriefingFacts.Market market, double edge) {
    var appetite = Math.min(1, Math.abs(edge) * 2 + temperament.boldness() * 0.5);
    var wanted = MIN_TRADE + (long) (appetite * dice.fraction() * (MAX_TRADE - MIN_TRADE));
    var spent = Math.min(wanted, Math.max(MIN_TRADE, left / 3)) / ROUND * ROUND;
    left -= spent;
    return action("buy")
        .put("market", market.id())
        .put("side", edge > 0 ? "yes" : "no")
        .put("microPoints", spent);
  }

  private ObjectNode sell(BriefingFacts.Market market, String side, long microShares) {
    return action("sell")
        .put("market", market.id())
        .put("side", side)
        .put("microShares", microShares);
  }

  /** An invalid action: more than the wallet holds, shares not owned, an unknown post. */
  ObjectNode mistake() {
    var kind = facts.markets().isEmpty() ? 0 : dice.between(0, 2);
    if (kind == 0) {
      return action("comment").put("post", "no-such-post").put("text", "Where has it gone?");
    }
    var market = dice.pick(facts.markets());
    return kind == 1
        ? action("buy")
            .put("market", market.id())
            .put("side", "yes")
            .put("microPoints", facts.walletMicroPoints() * 2 + POINT)
        : sell(market, "no", held(market.id()).no() + 1_000 * POINT);
  }

  private long part(long shares, long leastPercent, long mostPercent) {
    var percent = dice.between(leastPercent, mostPercent);
    return Math.max(1, percent == 100 ? shares : (long) (shares * (percent / 100.0)));
  }

  private double edge(BriefingFacts.Market market) {
    return belief.of(market) - market.yes();
  }

  private BriefingFacts.Position held(String market) {
    return facts.positions().stream()
        .filter(position -> position.market().equals(market))
        .findFirst()
        .orElse(new BriefingFacts.Position(market, 0, 0));
  }

  private static ObjectNode action(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }
}
