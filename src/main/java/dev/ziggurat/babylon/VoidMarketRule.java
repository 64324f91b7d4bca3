package dev.ziggurat.babylon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Voids a market: no answer, and all stakes are refunded. */
record VoidMarketRule() implements InterventionRule {

  static final int MAX_REASON = 200;

  @Override
  public String type() {
    return "void";
  }

  @Override
  public ObjectNode play(InterventionContext context) throws RefusedException {
    var fields = context.fields();
    var reason = fields.has("reason") ? " " + fields.text("reason", MAX_REASON) : "";
    var market = context.market();
    var refunds = context.city().refund(market, context.at());
    long refunded = refunds.values().stream().mapToLong(Long::longValue).sum();
    context.report(
        PlainText.format("Voided, and stakes given back: %s%s", market.question(), reason),
        Optional.of(market.id()));
    return InterventionContext.effect()
        .put("market", market.id())
        .put("agents", refunds.size())
        .put("refundedMicroPoints", refunded)
        .put("toHouseMicroPoints", market.pool() - refunded);
  }
}
