package dev.ziggurat.games.interventions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.tick.Intervention;
import dev.ziggurat.tick.Worlds;
import dev.ziggurat.world.Game;
import dev.ziggurat.world.InterventionType;
import jakarta.inject.Singleton;
import java.util.List;

/** Removes the fields that the world hides from interventions. */
@Singleton
class VisibleInterventions {

  private final Worlds worlds;

  VisibleInterventions(Worlds worlds) {
    this.worlds = worlds;
  }

  /** The intervention types of the game's world. */
  List<InterventionType> types(Game game) {
    return worlds
        .find(game.world())
        .map(world -> world.interventionTypes(game.id()))
        .orElseGet(List::of);
  }

  /** The intervention without hidden fields. */
  Intervention shown(Game game, Intervention played) {
    return new Intervention(
        played.id(),
        played.afterTick(),
        played.ordinal(),
        played.at(),
        played.who(),
        shown(types(game), played.action()),
        played.result(),
        played.digest());
  }

  private static JsonNode shown(List<InterventionType> types, JsonNode action) {
    var type = action.path("type").asText();
    return types.stream()
        .filter(each -> each.type().equals(type))
        .findFirst()
        .<JsonNode>map(each -> each.shown((ObjectNode) action))
        .orElse(action);
  }
}
