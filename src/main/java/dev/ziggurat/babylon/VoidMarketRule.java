package dev.ziggurat.babylon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** A market is voided: there is no answer, and everybody is refunded. */
record VoidMarketRule() implements InterventionRule {

  static final int MAX_REASON = 200;

  @Override
  public String type() {
    return "void";
  }

  @Override
  public ObjectNode play(InterventionContext hand) throws RefusedException {
    var fields = hand.fields();
    var reason = fields.has("reason") ? " " + fields.text("reason", MAX_REASON) : "";
    var market = hand.market();
    var refunds = hand.city().refund(market, hand.at());
    long refunded = refunds.values().stream().mapToLong(Long::longValue).sum();
    hand.report(
        PlainText.format("Voided, and stakes given back: %s%s", market.question(), reason),
        Optional.of(market.id()));
    return InterventionContext.effect()
        .put("market", market.id())
        .put("agents", refunds.size())
        .put("refundedMicroPoints", refunded)
        .put("toHouseMicroPoints", market.pool() - refunded);
  }
}
