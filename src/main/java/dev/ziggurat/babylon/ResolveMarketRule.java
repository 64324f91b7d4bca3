package dev.ziggurat.babylon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** A market is resolved before its time, with an answer that replaces the hidden one. */
record ResolveMarketRule() implements InterventionRule {

  @Override
  public String type() {
    return "resolve";
  }

  @Override
  public ObjectNode play(InterventionContext hand) throws RefusedException {
    var outcome = hand.fields().side("outcome");
    var market = hand.market();
    long paid = outcome == Side.YES ? market.yes() : market.no();
    hand.city().resolve(market, outcome == Side.YES, hand.at());
    hand.report(
        PlainText.format("Settled early as %s: %s", outcome.word(), market.question()),
        Optional.of(market.id()));
    return InterventionContext.effect()
        .put("market", market.id())
        .put("outcome", outcome.word())
        .put("paidMicroPoints", paid)
        .put("toHouseMicroPoints", market.pool() - paid);
  }
}
