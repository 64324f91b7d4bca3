package dev.ziggurat.babylon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Resolves a market, early or after it closed; the outcome replaces a hidden one. */
record ResolveMarketRule() implements InterventionRule {

  @Override
  public String type() {
    return "resolve";
  }

  @Override
  public ObjectNode play(InterventionContext context) throws RefusedException {
    var outcome = context.fields().side("outcome");
    var market = context.market();
    long paid = outcome == Side.YES ? market.yes() : market.no();
    context.city().resolve(market.id(), outcome, context.at());
    context.report(
        PlainText.format(
            market.isTraded() ? "Settled early as %s: %s" : "Settled as %s: %s",
            outcome.word(),
            market.question()),
        Optional.of(market.id()));
    return InterventionContext.effect()
        .put("market", market.id())
        .put("outcome", outcome.word())
        .put("paidMicroPoints", paid)
        .put("toHouseMicroPoints", market.pool() - paid);
  }
}
