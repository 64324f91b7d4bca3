package dev.ziggurat.babylon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** All are let hear something. */
record NewsRule() implements InterventionRule {

  static final int MAX_NEWS = 280;

  @Override
  public String type() {
    return "news";
  }

  @Override
  public ObjectNode play(InterventionContext hand) throws RefusedException {
    var text = hand.fields().text("text", MAX_NEWS);
    Optional<String> about =
        hand.fields().has("market") ? Optional.of(hand.market().id()) : Optional.empty();
    return InterventionContext.effect().put("news", hand.report(text, about).id());
  }
}
