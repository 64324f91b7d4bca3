package dev.ziggurat.babylon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Reports news to all agents. */
record NewsRule() implements InterventionRule {

  static final int MAX_NEWS = 280;

  @Override
  public String type() {
    return "news";
  }

  @Override
  public ObjectNode play(InterventionContext context) throws RefusedException {
    var text = context.fields().text("text", MAX_NEWS);
    Optional<String> about =
        context.fields().has("market") ? Optional.of(context.market().id()) : Optional.empty();
    return InterventionContext.effect().put("news", context.report(text, about).id());
  }
}
