package dev.ziggurat.babylon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** All are let hear something. */
record NewsRule() implements InterventionRule {

  private static final int NEWS_CHARACTERS = 280;

  @Override
  public String type() {
    return "news";
  }

  @Override
  public List<String> fields() {
    return List.of("text", "market");
  }

  @Override
  public ObjectNode play(InterventionContext hand) throws RefusedException {
    var text = hand.fields().text("text", NEWS_CHARACTERS);
    Optional<String> about =
        hand.fields().has("market") ? Optional.of(hand.market().id()) : Optional.empty();
    return InterventionContext.effect().put("news", hand.report(text, about).id());
  }
}
