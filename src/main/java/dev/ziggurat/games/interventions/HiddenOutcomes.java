package dev.ziggurat.games.interventions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.tick.Intervention;

/** Keeps to itself what whoever looks at a game must not know: how its open markets will end. */
final class HiddenOutcomes {

  private static final String SECRET = "outcome";

  private HiddenOutcomes() {}

  /** The intervention without the outcome that it opened a market with. */
  static Intervention shown(Intervention played) {
    return new Intervention(
        played.id(),
        played.afterTick(),
        played.ordinal(),
        played.at(),
        played.who(),
        shown(played.action()),
        played.result(),
        played.digest());
  }

  private static JsonNode shown(JsonNode action) {
    if (!action.path("type").asText().equals("open")) {
      return action;
    }
    ObjectNode told = action.deepCopy();
    told.remove(SECRET);
    return told;
  }
}
