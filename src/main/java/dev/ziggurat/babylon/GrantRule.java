package dev.ziggurat.babylon;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The house pays an agent; missing points are minted. */
record GrantRule() implements InterventionRule {

  static final long MAX_MICRO_POINTS = 1_000_000_000_000_000L;

  @Override
  public String type() {
    return "grant";
  }

  @Override
  public ObjectNode play(InterventionContext context) throws RefusedException {
    var city = context.city();
    var handle = context.fields().id("agent");
    long microPoints = context.fields().amount("microPoints");
    if (microPoints > MAX_MICRO_POINTS) {
      throw RefusedException.malformed(
          PlainText.format("microPoints: must be at most %d", MAX_MICRO_POINTS));
    }
    if (!city.wallets().containsKey(handle)) {
      throw new RefusedException(
          PlainText.format(
              "agent: \"%s\" has no wallet; it is paid one at its first turn", handle));
    }
    context.checkPayable("microPoints", microPoints);
    city.grant(handle, microPoints);
    return InterventionContext.effect()
        .put("agent", handle)
        .put("microPoints", microPoints)
        .put("walletMicroPoints", city.wallet(handle));
  }
}
